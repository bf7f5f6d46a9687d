"""Who answers: one group of fields for each wording of «Ответственные»."""

from django import forms

from mentoring.accounts.enums import Role
from mentoring.workflow.conflicts import show_conflict
from registry.people.models import Person
from roadmap.plans.linking import Group, mark_of_links
from roadmap.plans.proposing import Proposal


class LinksForm(forms.Form):
    """For each wording: roles, the people named or proposed, and one person more."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=16)
    conflicts = ()

    def __init__(
        self, *args, groups: list[Group], proposals: dict[str, Proposal], people: list[Person], **kwargs
    ):
        super().__init__(*args, **kwargs)
        self.groups = groups
        self.proposals = proposals
        self.initial["seen"] = mark_of_links(groups)
        names = {person.pk: str(person) for person in people}
        everybody = [("", "никого"), *names.items()]
        for group in groups:
            self._add_group(group, names, everybody)

    def _add_group(self, group: Group, names: dict[int, str], everybody: list[tuple]) -> None:
        proposal = self.proposals.get(group.key, Proposal())
        about = f"«{group.text}»"
        self.fields[f"roles_{group.key}"] = forms.MultipleChoiceField(
            label=f"{about}: роли",
            choices=Role.choices,
            required=False,
            widget=forms.CheckboxSelectMultiple,
            initial=sorted(group.roles | proposal.roles),
        )
        # What was ticked on an older page is shown again, whoever else is named by now.
        sent = self.data.getlist(f"people_{group.key}") if self.is_bound else []
        ticked = {int(pk) for pk in sent if pk.isdecimal()} & names.keys()
        shown = sorted(group.people | proposal.people | ticked, key=lambda pk: names.get(pk, ""))
        self.fields[f"people_{group.key}"] = forms.TypedMultipleChoiceField(
            label=f"{about}: люди",
            choices=[(pk, names.get(pk, f"Человек № {pk}")) for pk in shown],
            coerce=int,
            required=False,
            widget=forms.CheckboxSelectMultiple,
            initial=shown,
        )
        self.fields[f"more_{group.key}"] = forms.TypedChoiceField(
            label=f"{about}: ещё человек", choices=everybody, coerce=int, empty_value=None, required=False
        )

    @property
    def rows(self):
        """(group, is it only proposed, its bound fields) in the order of the paper."""
        for group in self.groups:
            fields = [self[f"{name}_{group.key}"] for name in ("roles", "people", "more")]
            yield group, group.key in self.proposals, fields

    def wanted(self) -> dict[str, dict]:
        """{key of a group: people and roles} as `link_groups` takes them."""
        data = self.cleaned_data
        found = {}
        for group in self.groups:
            more = data[f"more_{group.key}"]
            people = {*data[f"people_{group.key}"], *([more] if more else [])}
            found[group.key] = {"people": sorted(people), "roles": data[f"roles_{group.key}"]}
        return found

    def show_conflict(self, present: list[Group], sentence: str) -> None:
        """Keep what was ticked beside who answers now."""
        saved: dict[str, list] = {}
        for group in present:
            saved |= {f"roles_{group.key}": sorted(group.roles), f"people_{group.key}": sorted(group.people)}
        show_conflict(
            self,
            present,
            sentence,
            version="seen",
            number=mark_of_links(present),
            saved=lambda groups, name: saved.get(name, ""),
        )
