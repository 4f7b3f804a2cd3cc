"""The receipt printer: prints by itself, may be off, and never undoes a sale."""

from shop import until
from till import Place


def run(flow):
    shop, printer = flow.shop, flow.shop.printer
    till = flow.till(Place("0101", "01", "1012"))

    with flow.step("R21: the receipt prints by itself, in the printer's own language"):
        first = sell(till)
        job = until(lambda: printer.jobs, "the printer is sent a receipt")[0]
        assert job.startswith(b"\x1b@"), job[:8]
        text = job.decode("gb18030", errors="replace")
        assert first in text and "急支糖浆" in text, text
        assert b"\x1bp\x00" in job, "the drawer opens for cash"
        assert b"\x1dV" in job, "the paper is cut"
        till.shows(".posted .print", "已打印")
        till.shoot("completed-printed")

    with flow.step("R21: with the printer off the sale stays posted, and the bar says 未打印"):
        printer.off()
        count = len(printer.jobs)
        second = sell(till)
        till.shows(".count.bad", "未打印 1")
        till.shows(".posted .print.bad")
        till.shoot("completed-unprinted")
        assert int(second[-4:]) == int(first[-4:]) + 1
        assert till.read()["lastPosted"]["print"] == "failed"

    with flow.step("R21: switched on again, it prints what waited, once"):
        printer.on()
        until(lambda: len(printer.jobs) > count, "the waiting receipt is printed", seconds=90)
        till.hides(".count.bad")
        till.shows(".posted .print", "已打印")
        assert len(printer.jobs) == count + 1
        assert second in printer.jobs[-1].decode("gb18030", errors="replace")

    with flow.step("R21: Ctrl+P prints again, and the paper says 补打"):
        till.press("Control+p")
        until(lambda: len(printer.jobs) == count + 2, "the reprint is printed")
        assert "补打" in printer.jobs[-1].decode("gb18030", errors="replace")
        assert b"\x1bp\x00" not in printer.jobs[-1], "a reprint opens no drawer"


def sell(till):
    """A sale paid in cash; its receipt's number."""
    till.ring_up("6990000010212")
    till.to_checkout()
    till.type("1")
    till.press("Enter")
    till.cursor_in("received")
    till.press("Enter")
    till.shows(".figure-box.settled", "0.00")
    return till.complete()
