"""Reports: readers tell staff that something is wrong with an advert, and staff decide."""

from django.db import transaction

from rip.accounts.models import User
from rip.adverts.models import Advert, Status
from rip.adverts.models.readers import AdvertReport, ReportStatus
from rip.adverts.writing.commands import advert_update
from rip.core.errors import NotAllowed, NotFound


def report_send(*, user: User | None, advert_id: int, reason: str, text: str) -> AdvertReport:
    """Report an advert to the staff; a second report of a user replaces their open one.

    Raises NotFound if the user may not see such an advert.
    """
    with transaction.atomic():
        # Locked, so that the same report sent twice at once is one.
        advert = Advert.objects.select_for_update().filter(pk=advert_id).first()
        if advert is None or not advert.may_be_seen_by(user):
            raise NotFound
        earlier = AdvertReport.objects.open().filter(advert=advert, reporter=user)
        report = earlier.first() if user is not None else None
        if report is None:
            report = AdvertReport(advert=advert, reporter=user)
        report.reason, report.text = reason, text
        report.save()
    return report


def reports_uphold(*, user: User, advert_id: int) -> None:
    """Close the advert; that decides all its open reports. Raises NotAllowed or NotFound."""
    _check_may_decide(user)
    with transaction.atomic():
        advert_update(user=user, advert_id=advert_id, values={"status": Status.CLOSED})
        reports = AdvertReport.objects.open().filter(advert_id=advert_id)
        reports.update(status=ReportStatus.UPHELD, decided_by=user)


def report_dismiss(*, user: User, report_id: int) -> None:
    """Leave the advert as it is; a report that is decided stays so. Raises NotAllowed."""
    _check_may_decide(user)
    report = AdvertReport.objects.open().filter(pk=report_id)
    report.update(status=ReportStatus.DISMISSED, decided_by=user)


def _check_may_decide(user: User) -> None:
    if not user.is_staff:
        raise NotAllowed
