from procrastinate.contrib.django import app

from roadmap.orders.last_days import end_what_is_over


@app.periodic(cron="7 * * * *")
@app.task(name="orders.end_what_is_over", queueing_lock="orders.end_what_is_over")
def end_pairs(timestamp):
    """A last day is over at the school's midnight, whatever hour that is for the server."""
    end_what_is_over()
