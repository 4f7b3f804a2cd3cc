"""A statement's file brought by finance: by keyboard, with its progress, seen in another window as well."""

import datetime
import gzip
import hashlib

from till import Place

from flows.reports import picture

HEADER = ("交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,"
          "货币种类,应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,"
          "商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注")
TOTALS = "总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额"


def statement(day, account, rows):
    """A day of WeChat Pay as its platform writes it: so many payments of one yuan."""
    lines = [HEADER]
    for serial in range(rows):
        number = f"{day.replace('-', '')}{serial:020d}"
        lines.append(
            f"`{day} 10:00:00,`wx1,`{account},`0,`0101,`42{serial:026d},`{number},`o,`MICROPAY,"
            "`SUCCESS,`OTHERS,`CNY,`1.00,`0.00,`0,`0,`0.00,`0.00,`,`,`药,`,`0.00000,`0.60%,"
            "`1.00,`0.00,`")
    lines += [TOTALS, f"`{rows},`{rows}.00,`0.00,`0.00,`0.00000,`{rows}.00,`0.00"]
    return ("\ufeff" + "".join(line + "\r\n" for line in lines)).encode()


def run(flow):
    finance = flow.till(Place("0101", "01", "1900"))
    page = finance.page
    area = flow.till(Place("0101", "02", "1800"))

    with flow.step("finance finds the page with the last days, and when the server looks again"):
        finance.open("/reports/statements")
        finance.shows("h1", "对账单")
        finance.shows("#live", "最近几天")
        day = page.locator("#upload [name=day]").input_value()
        yesterday = datetime.date.fromisoformat(day)
        option = page.locator("#upload [name=account] option[value^='wechat/']").first
        account = option.get_attribute("value").split("/")[1]
        picture(page, "statements-zh")

    with flow.step("a file is chosen and sent by keyboard; its lines, matches and breaks are told"):
        rows = 600
        bytes_ = gzip.compress(statement(day, account, rows), mtime=0)
        choose(finance, account, "wechat.csv.gz", bytes_)
        finance.tab_to("(element) => element.matches('#upload button')")
        finance.press("Enter")
        finance.shows(".runs li", "wechat.csv.gz")
        other = page.context.new_page()
        other.goto(page.url)
        other.locator(".runs li", has_text="wechat.csv.gz").wait_for()
        area.open("/reports/statements")
        assert area.page.locator(".runs").count() == 0
        page.reload()
        page.locator(".runs li.doubt", has_text=f"已读 {rows} 行").wait_for(timeout=60_000)
        finance.shows(".runs li", f"{rows} 处差异")
        finance.shows(".runs li", hashlib.sha256(bytes_).hexdigest())
        # The other window has followed by itself.
        other.locator(".runs li.doubt", has_text=f"已读 {rows} 行").wait_for(timeout=60_000)
        other.close()
        picture(page, "statements-done-zh")

    with flow.step("the same file again changes nothing, and says so"):
        choose(finance, account, "wechat.csv.gz", bytes_)
        press_upload(finance)
        page.locator(".runs li", has_text="与已有的对账单相同").wait_for(timeout=60_000)

    with flow.step("a file of another account is refused, with its line and what to do next"):
        foreign = statement(day, "1234567890", 3)
        choose(finance, account, "foreign.csv", foreign)
        press_upload(finance)
        page.locator(".runs li.bad", has_text="foreign.csv").wait_for(timeout=60_000)
        finance.shows(".runs li.bad", "第 2 行：是商户号 1234567890 的对账单")
        finance.shows(".runs li.bad", "文件没有留下")

    with flow.step("a day that is not over is refused at once, and the file stays chosen"):
        page.fill("#upload [name=day]", (yesterday + datetime.timedelta(days=1)).isoformat())
        choose(finance, account, "foreign.csv", foreign)
        press_upload(finance)
        finance.shows("#upload [role=alert]", "B-101")
        page.set_viewport_size({"width": 1024, "height": 768})
        finance.open("/reports/statements?lang=en")
        finance.shows(".runs li.bad", "Line 2: is of the account 1234567890")
        picture(page, "statements-en")

    with flow.step("what is there is compared again, and a wallet is asked now, by keyboard"):
        key = f"again-wechat-{account}-{day}"
        finance.tab_to(f"(element) => element.id === '{key}'")
        finance.press("Enter")
        page.locator(".runs li", has_text="Compared again").first.wait_for(timeout=60_000)
        fetch = page.locator("button[id^='fetch-alipay-']").first.get_attribute("id")
        finance.tab_to(f"(element) => element.id === '{fetch}'")
        finance.press("Enter")
        page.locator(".runs li", has_text="Fetched").first.wait_for(timeout=60_000)

    with flow.step("on a phone nothing is cut off"):
        page.set_viewport_size({"width": 390, "height": 844})
        finance.open("/reports/statements")
        finance.shows("#live")
        wide = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
        assert not wide
        picture(page, "statements-phone-zh")


def choose(finance, account, name, bytes_):
    page = finance.page
    page.select_option("#upload [name=account]", f"wechat/{account}")
    page.set_input_files("[name=file]", {
        "name": name, "mimeType": "application/octet-stream", "buffer": bytes_})


def press_upload(finance):
    finance.page.locator("#upload button:not([disabled])").wait_for()
    # The cursor is still there after a file was sent.
    is_there = "(element) => element.matches('#upload button')"
    if not finance.page.evaluate(f"() => ({is_there})(document.activeElement)"):
        finance.tab_to(is_there)
    finance.press("Enter")
