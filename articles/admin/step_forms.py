"""Which form stands on the page of a step."""

from articles.models.revision import Verb

from .plan_forms import AssignForm, ReplanForm
from .publish_form import PublishForm
from .step_form import StepForm
from .withdraw_form import PutBackForm, WithdrawForm

_FORMS = {
    Verb.PLAN: ReplanForm,
    Verb.ASSIGN: AssignForm,
    Verb.PUBLISH: PublishForm,
    Verb.PUT_BACK: PutBackForm,
    Verb.WITHDRAW: WithdrawForm,
}


def form_for(verb):
    """The form class that stands on the page of this step; a plain one for most."""
    return _FORMS.get(verb, StepForm)
