from apps.routing.models.answerers import Answerer, Rhythm, Skill
from apps.routing.models.routes import AnswerRequest, Route

__all__ = ["AnswerRequest", "Answerer", "Rhythm", "Route", "Skill"]
