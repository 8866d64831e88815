from rest_framework import serializers

from accounts.models import User


class MeSerializer(serializers.ModelSerializer):
    class Meta:
        model = User
        fields = ["email", "first_name", "last_name", "language"]


class TodoSerializer(serializers.Serializer):
    """One thing that waits for you, most urgent first; `url` is the page where it is done."""

    kind = serializers.CharField()
    title = serializers.CharField()
    detail = serializers.CharField()
    verb = serializers.CharField()
    url = serializers.CharField()
    since = serializers.DateField(allow_null=True)
    due = serializers.DateField(allow_null=True)
    role = serializers.CharField()
