"""Reports to try, one in each language that is understood, and some that show more than an answer."""

from __future__ import annotations

EXAMPLES = (
    ("en", "since this morning no mail goes out, every delivery stays on pending"),
    ("zh-Hans", "退信一直没有被收取，退信邮箱快满了"),
    ("zh-Hant", "工作流程都停在排程器，從半夜起沒有任何任務啟動"),
    ("fr", "les ouvertures et les clics ne remontent plus depuis la mise à jour"),
    ("de", "die Konsole kommt nicht mehr rein, die Anmeldung läuft in einen Timeout"),
    ("ja", "配信が保留中のままで、朝からメールが一通も送信されません"),
    ("ko", "워크플로가 시작 상태에서 멈춰 있고 예약 작업이 실행되지 않습니다"),
    ("es", "los rebotes ya no se recogen y el buzón de rebotes está lleno"),
    ("it", "i flussi di lavoro restano bloccati e lo scheduler non parte più"),
    ("pt-BR", "a exportação noturna gera um arquivo vazio desde ontem"),
    ("nl", "er gaan geen mails meer uit, alle leveringen blijven in behandeling"),
    ("sv", "studsarna hämtas inte längre och studsbrevlådan är full"),
    ("en", "the nightly file never came"),
    ("en", "the coffee machine on the third floor is out of beans"),
)
"""Pairs of a language and a report."""
