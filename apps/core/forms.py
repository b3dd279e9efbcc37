"""What the site's forms have in common."""

from __future__ import annotations

from django import forms

from apps.core.errors import DomainError, RateLimited


class ServiceForm(forms.Form):
    """A form whose rules live in a service; the service's errors land beside its fields."""

    use_required_attribute = False

    def resend_with(self, **values: str) -> None:
        """Show what was typed again, with other values in hidden fields."""
        self.data = {name: self.data[name] for name in self.data} | values

    def add_domain_error(self, error: DomainError) -> None:
        """Show what is wrong with the form. That it came too soon has a page of its own."""
        if isinstance(error, RateLimited):
            raise error
        for name, messages in error.by_field().items():
            known = name if name in self.fields else None
            for message in messages:
                self.add_error(known, str(message))
