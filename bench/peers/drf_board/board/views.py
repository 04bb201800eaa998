# mypy: ignore-errors
from django_filters import rest_framework as filters
from rest_framework import generics, pagination, serializers, viewsets
from rest_framework.filters import OrderingFilter, SearchFilter

from board.models import Advert


class AdvertSerializer(serializers.ModelSerializer):
    class Meta:
        model = Advert
        fields = [
            "id",
            "title",
            "description",
            "kind",
            "breed",
            "age",
            "gender",
            "location",
            "price",
            "image",
        ]


class AdvertFilter(filters.FilterSet):
    price = filters.RangeFilter()

    class Meta:
        model = Advert
        fields = ["kind", "breed", "gender", "location"]


class Pages(pagination.LimitOffsetPagination):
    default_limit = 24
    max_limit = 100


class AllAdverts(generics.ListAPIView):
    queryset = Advert.objects.order_by("-id")
    serializer_class = AdvertSerializer


class Adverts(viewsets.ModelViewSet):
    queryset = Advert.objects.order_by("-id")
    serializer_class = AdvertSerializer
    pagination_class = Pages
    filter_backends = [filters.DjangoFilterBackend, SearchFilter, OrderingFilter]
    filterset_class = AdvertFilter
    search_fields = ["title", "description", "breed", "location"]
    ordering_fields = ["price", "age"]
