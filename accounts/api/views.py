from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.serializers import MeSerializer, TodoSerializer
from accounts.todo import waiting_for
from config import clock


class Me(APIView):
    """Whose key this is."""

    @extend_schema(responses=MeSerializer)
    def get(self, request: Request) -> Response:
        return Response(MeSerializer(request.user).data)


class TodoList(APIView):
    """What waits for you: the list of the page Today."""

    @extend_schema(responses=TodoSerializer(many=True))
    def get(self, request: Request) -> Response:
        todos = waiting_for(request.user, clock.today())
        return Response(TodoSerializer(todos, many=True).data)
