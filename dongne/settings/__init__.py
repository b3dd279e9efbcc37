"""The settings, by subject. Values come from `env`, which has validated them.

`DJANGO_SETTINGS_MODULE` is always `dongne.settings`; the environments differ by variables, not by files.
"""

from dongne.settings.accounts import *
from dongne.settings.api import *
from dongne.settings.base import *
from dongne.settings.cache import *
from dongne.settings.database import *
from dongne.settings.files import *
from dongne.settings.limits import *
from dongne.settings.live import *
from dongne.settings.logs import *
from dongne.settings.mail import *
from dongne.settings.maps import *
from dongne.settings.messages import *
from dongne.settings.queue import *
from dongne.settings.security import *
