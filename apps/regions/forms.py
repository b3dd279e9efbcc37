from __future__ import annotations

from django import forms


class PositionForm(forms.Form):
    """What the browser says of where it is; WGS84 degrees. NaN and infinity are refused."""

    lat = forms.FloatField(min_value=-90, max_value=90)
    lng = forms.FloatField(min_value=-180, max_value=180)
