"""Family names of China, Japan and Korea, which come first: the model knows next to none of them.

By the 2020 report of China's Ministry of Public Security, the 2018 list of Meiji Yasuda and the
2015 census of Statistics Korea.
"""

from __future__ import annotations

from ....text.lazy import lazy
from ....text.words import word_set

_CHINESE = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许邓韩冯曹彭曾肖田董潘袁蔡蒋余于杜叶程苏魏吕丁任沈"
    "姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
    "張劉陳楊黃趙吳孫馬羅鄭謝許鄧韓馮蕭蔣葉蘇呂盧鍾譚陸汪賈韋鄒閻龍賀顧龔萬錢嚴"
)
_JAPANESE = word_set(
    """
    佐藤 鈴木 高橋 田中 伊藤 渡辺 渡邊 渡部 山本 中村 小林 加藤 吉田 山田 佐々木 山口 松本
    井上 木村 林 斎藤 斉藤 清水 山崎 森 池田 橋本 阿部 石川 山下 中島 石井 小川 前田
    岡田 長谷川 藤田 後藤 近藤 村上 遠藤 青木 坂本 藤井 西村 福田 太田 三浦 岡本 松田 中川
    中野 原田 小野 田村 竹内 金子 和田 中山 石田 上田 森田 原 柴田 酒井 工藤 横山 宮崎
    宮本 内田 高木 安藤 谷口 大野 丸山 今井 高田 藤本 武田 村田 上野 杉山 増田 平野 大塚
    千葉 久保 松井 岩崎 木下 松尾 野口 菊地 野村 新井 佐野 杉本 古川 小島 若松 津田 喜多
    笹田 江古田 加納 桐山 廣川 井高 浜田 市川 水野 小松 島田 高野
    """
)
_KOREAN = frozenset(
    "김이박최정강조윤장임한오서신권황안송류전홍고문양손배백허유남심노하곽성차주우구민진나엄채원천방공현함"
    "변염여추도소석선설마길연위표명기반왕금옥육인맹제모탁국"
)
_HAN = lazy(r"[\u3400-\u9fff々]{2,6}\Z")
_KANA = lazy(r"[\u3040-\u30ff]+")
_HANGUL = lazy(r"[\uac00-\ud7a3]{2,4}\Z")
_BREAK = lazy(r"[\s\u3000・·]+")
_PLACES = frozenset("省市县縣県区區路街号號村镇乡州都府町社団院校局部課室")


def is_eastern_person(value: str) -> bool:
    """Return whether ``value`` begins with a family name of the three countries and is as long as a name."""
    plain = _BREAK.sub("", value.strip())
    if _HANGUL.match(plain):
        return len(plain) >= 3 and plain[0] in _KOREAN
    han = _KANA.sub("", plain)
    if not _HAN.match(plain) and not (len(han) >= 2 and _HAN.match(han) and len(plain) <= 6):
        return False
    if plain[-1] in _PLACES:
        return False
    if len(plain) <= 3 and plain[0] in _CHINESE:
        return True
    return 3 <= len(plain) <= 6 and any(plain[:length] in _JAPANESE for length in (1, 2, 3))
