"""The slash commands of the load: twenty reports in thirteen languages, each signed as Slack signs it."""

from __future__ import annotations

from itertools import cycle, islice
from urllib.parse import urlencode

from tests.workspace import FORM, command_form, signed

PATH = "/slack/events"

REPORTS = (
    "bounces are not collected any more",
    "opens and clicks frozen since the upgrade, mails go out fine",
    "the console says it cannot log in, the web server answers 503 since lunch",
    "none of the workflows starts, even the ones we launch by hand",
    "after last night's reboot no module came up at all, pdump shows nothing",
    "the nightly loyalty file was loaded with 40% rejects, duplicate key",
    "邮件从早上就发不出去，一直是待发送",
    "退信没有人收了，邮箱里堆了三万封",
    "導出的檔案昨晚沒有產生，倉儲那邊在等",
    "點擊紀錄從升級之後就沒有再增加",
    "Les e-mails restent « en attente » depuis ce matin, file à 80 000",
    "Die Workflows bleiben seit heute Nacht stehen, der Planer startet nichts mehr",
    "Los rebotes ya no se procesan y nadie entra en cuarentena desde el lunes",
    "As estatísticas de cliques pararam depois da atualização",
    "Il file dei clienti è stato importato ma zero righe aggiornate",
    "ログファイルが今朝から一行も書かれていません。コンソールは動きます",
    "발송은 정상인데 열람과 클릭이 어제부터 0건입니다",
    "Письма не уходят с утра, очередь растёт",
    "De webserver geeft steeds een 502 en niemand kan inloggen in de console",
    "Exportfilen till lagret har inte skapats sedan i natt",
)


def command_body(report: str) -> bytes:
    """Return the body of one slash command."""
    return urlencode(command_form(report)).encode()


def request(body: bytes) -> bytes:
    """Return a whole HTTP request around a body, with the headers that Slack sends."""
    headers = {
        "Host": "127.0.0.1",
        "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
        "Accept": "application/json,*/*",
        "Accept-Encoding": "gzip,deflate",
        "Content-Type": FORM,
        "Content-Length": str(len(body)),
        **signed(body),
    }
    lines = [f"POST {PATH} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items())]
    return "\r\n".join([*lines, "", ""]).encode() + body


def requests(count: int) -> list[bytes]:
    """Return `count` requests, no two the same, that go through the reports in turn."""
    return [request(command_body(report)) for report in islice(cycle(REPORTS), count)]
