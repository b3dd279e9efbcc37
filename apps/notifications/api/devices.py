"""Which phones of somebody take pushes: the app tells at each start and when its token changes."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.response import Response

from apps.core.api.views import ApiView
from apps.core.ratelimit import check_request
from apps.notifications.enums import Platform
from apps.notifications.models import Device
from apps.notifications.services import devices
from apps.questions.api.requests import SignedInRequest

PHONES = [(platform.value, platform.label) for platform in (Platform.FCM, Platform.APNS)]


class RegisterDeviceSerializer(serializers.Serializer):
    """``token`` is what Firebase or Apple gave the app; ``name`` is how its owner knows the phone."""

    platform = serializers.ChoiceField(choices=PHONES)
    token = serializers.CharField(max_length=1000)
    name = serializers.CharField(max_length=200, allow_blank=True, default="")


class UnregisterDeviceSerializer(serializers.Serializer):
    token = serializers.CharField(max_length=1000)


class DeviceSerializer(serializers.ModelSerializer):
    """A phone that takes its owner's pushes."""

    platform = serializers.ChoiceField(choices=PHONES)

    class Meta:
        model = Device
        fields = ("platform", "token", "name", "created_at")
        read_only_fields = fields


class DevicesView(ApiView):
    """The phone the app runs on."""

    @extend_schema(
        operation_id="register_device",
        request=RegisterDeviceSerializer,
        responses=DeviceSerializer,
    )
    def put(self, request: SignedInRequest) -> Response:
        """Send pushes to this phone, and no more to whose it was before. Again changes nothing."""
        check_request(request, "push")
        form = RegisterDeviceSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        sent = form.validated_data | {"platform": Platform(form.validated_data["platform"])}
        device = devices.register_phone(person=request.user, **sent)
        return Response(DeviceSerializer(device).data)

    @extend_schema(operation_id="unregister_device", responses={204: None})
    def delete(self, request: SignedInRequest) -> Response:
        """Send nothing more to a phone, as before signing out; the body is `{"token": "…"}`.

        Again changes nothing.
        """
        check_request(request, "push")
        form = UnregisterDeviceSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        devices.unregister(person=request.user, token=form.validated_data["token"])
        return Response(status=status.HTTP_204_NO_CONTENT)
