"""Countries and cities, and how a text says where goods shall go."""

from __future__ import annotations

import re

_COUNTRIES = (
    "United Kingdom=uk england scotland wales britain 英国;Ireland=ireland eire 爱尔兰;Germany=germany 德国;"
    "France=france 法国;Spain=spain 西班牙;Italy=italy 意大利;Netherlands=netherlands holland 荷兰;"
    "Belgium=belgium 比利时;Portugal=portugal 葡萄牙;Switzerland=switzerland 瑞士;Sweden=sweden 瑞典;"
    "Norway=norway 挪威;Australia=australia 澳大利亚 澳洲;Japan=japan 日本;United States=usa america 美国;"
    "Canada=canada 加拿大;Singapore=singapore 新加坡;China=china 中国"
)
COUNTRIES = {
    name: re.compile(
        "|".join(rf"\b{word}\b" if word.isascii() else word for word in words.split()), re.IGNORECASE | re.ASCII
    )
    for name, words in (entry.split("=") for entry in _COUNTRIES.split(";"))
}
COUNTRY_WORDS = frozenset(re.findall(r"[a-z]+", _COUNTRIES.lower()))
"""Single words of countries' names."""
CITIES_HAN = tuple(
    (
        "北京 上海 广州 深圳 杭州 义乌 宁波 温州 苏州 南京 无锡 武汉 成都 重庆 西安 天津 "
        "青岛 济南 郑州 长沙 厦门 福州 泉州 东莞 佛山 中山 合肥 南昌 昆明 贵阳 南宁 海口 "
        "沈阳 大连 哈尔滨 长春 石家庄 太原 兰州 乌鲁木齐 呼和浩特 银川 西宁 拉萨 香港 澳门 "
        "台北 金华 嘉兴 绍兴 台州 常州 徐州 吉隆坡 槟城 曼谷 首尔 东京 九龙 新界 元朗 沙田 "
        "新山 怡保 马六甲 古晋 高雄 台中 新北 桃园 珠海 惠州 汕头 烟台 威海 潍坊 临沂 洛阳 "
        "唐山 保定 包头 大同 吉林 桂林 柳州 三亚 绵阳 遵义 湖州 镇江 扬州 南通 盐城 芜湖 "
        "赣州 九江 株洲 衡阳 襄阳 宜昌 漳州 莆田 江门 湛江 肇庆 "
    ).split()
)
CITIES = frozenset(
    "london leeds manchester birmingham glasgow edinburgh liverpool bristol sheffield cardiff belfast york oxford "
    "cambridge paris berlin munich hamburg madrid barcelona rome milan amsterdam brussels dublin lisbon sydney "
    "melbourne penang ipoh melaka malacca kuching johor klang seremban bangkok jakarta manila hanoi tokyo osaka "
    "seoul taipei macau shenzhen guangzhou shanghai beijing bath exeter plymouth norwich nottingham leicester "
    "derby coventry newcastle sunderland hull bradford brighton southampton portsmouth swansea aberdeen dundee "
    "inverness cork galway".split()
)
DESTINATION = re.compile(
    r"\b(?:[Dd]eliver\w*|[Ss]hip\w*|[Ff]reight|[Ss]en[dt]|[Pp]ost(?:age|ed)?|[Cc]ourier|[Cc]arriage|[Ss]ending)\b[^.?!\n]{0,40}?\bto\s"
    r"(?P<city>[A-Z][A-Za-z'-]+(?:\s(?:upon\s)?[A-Z][A-Za-z'-]+){0,2})"
    r"|(?:[发寄送运邮]|物流|快递|运费)(?:货)?(?:到|去|往|给)?\s?"
    r"(?P<latin>[A-Z][A-Za-z'-]{2,}(?:\s[A-Z][A-Za-z'-]+){0,2})"
    r"|(?:[发寄送运邮]|物流|快递|运费)(?:货)?[到去往](?:[\u4e00-\u9fff]{2,3}省)?(?P<han>[\u4e00-\u9fff]{2,3}?)(?=市|省|多|要|的|运|邮|几|，|,|。|？|\?|$|\s|大|得|需|能|可|什|怎|吗|一|包)"
)
"""Where to: capitalised, or in :data:`CITIES`."""

NO_CITY = re.compile(
    r"(?:me|us|my|our|the)\b|自提|门店|店里|公司|仓库|学校|(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)",
    re.I,
)
