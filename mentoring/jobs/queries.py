from mentoring.jobs.models import Job


def jobs_visible_to(user):
    """A job and its result belong to the person who ordered it."""
    return Job.objects.filter(owner=user)
