"""Countries and cities, and how a text says where goods shall go."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path

_COUNTRIES = (
    "United Kingdom=uk england scotland wales britain 英国;Ireland=ireland eire 爱尔兰;Germany=germany 德国;"
    "France=france 法国;Spain=spain 西班牙;Italy=italy 意大利;Netherlands=netherlands holland 荷兰;"
    "Belgium=belgium 比利时;Portugal=portugal 葡萄牙;Switzerland=switzerland 瑞士;Sweden=sweden 瑞典;"
    "Norway=norway 挪威;Denmark=denmark 丹麦;Finland=finland 芬兰;Iceland=iceland 冰岛;Austria=austria 奥地利;"
    "Poland=poland 波兰;Czechia=czechia 捷克;Hungary=hungary 匈牙利;Romania=romania 罗马尼亚;Greece=greece 希腊;"
    "Croatia=croatia 克罗地亚;Ukraine=ukraine 乌克兰;Russia=russia 俄罗斯;Malta=malta 马耳他;Cyprus=cyprus 塞浦路斯;"
    "Australia=australia 澳大利亚 澳洲;New Zealand=new\\szealand 新西兰;Japan=japan 日本;"
    "South Korea=south\\skorea korea 韩国;United States=usa america 美国;Canada=canada 加拿大;"
    "Mexico=mexico(?!\\scity) 墨西哥;"
    "Brazil=brazil 巴西;Chile=chile 智利;Argentina=argentina 阿根廷;Peru=peru 秘鲁;Singapore=singapore 新加坡;"
    "Malaysia=malaysia 马来西亚;Thailand=thailand 泰国;Vietnam=vietnam 越南;Indonesia=indonesia 印尼 印度尼西亚;"
    "Philippines=philippines 菲律宾;India=india 印度(?!尼西亚);Israel=israel 以色列;"
    "Saudi Arabia=saudi(?:\\sarabia)? 沙特;United Arab Emirates=uae emirates 阿联酋;"
    "South Africa=south\\safrica 南非;Egypt=egypt 埃及;Nigeria=nigeria 尼日利亚;"
    "Kenya=kenya 肯尼亚;China=china 中国;Ghana=ghana 加纳;Morocco=morocco 摩洛哥;Qatar=qatar 卡塔尔;"
    "Kuwait=kuwait 科威特;"
    "Pakistan=pakistan 巴基斯坦;Bangladesh=bangladesh 孟加拉;Sri Lanka=sri\\slanka 斯里兰卡;Cambodia=cambodia 柬埔寨;"
    "Colombia=colombia 哥伦比亚;Slovakia=slovakia 斯洛伐克;Slovenia=slovenia 斯洛文尼亚;Bulgaria=bulgaria 保加利亚;"
    "Serbia=serbia 塞尔维亚;Lithuania=lithuania 立陶宛;Latvia=latvia 拉脱维亚;Estonia=estonia 爱沙尼亚;"
    "Luxembourg=luxembourg 卢森堡"
)
COUNTRIES = {
    name: re.compile(
        "|".join(rf"\b{word}\b" if word.isascii() else word for word in words.split()), re.IGNORECASE | re.ASCII
    )
    for name, words in (entry.split("=") for entry in _COUNTRIES.split(";"))
}
COUNTRY_WORDS = frozenset(re.findall(r"[a-z]{3,}", re.sub(r"\\s|\(\?.*?\)\??", " ", _COUNTRIES.lower())))
"""Single words of countries' names."""
CITIES_HAN = tuple(
    (
        "北京 上海 天津 重庆 香港 澳门 广州 深圳 珠海 汕头 佛山 韶关 湛江 肇庆 江门 茂名 惠州 梅州 汕尾 河源 阳江 "
        "清远 东莞 中山 "
        "潮州 揭阳 云浮 杭州 宁波 温州 嘉兴 湖州 绍兴 金华 衢州 舟山 台州 丽水 义乌 慈溪 诸暨 永康 南京 无锡 徐州 "
        "常州 苏州 南通 "
        "连云港 淮安 盐城 扬州 镇江 泰州 宿迁 昆山 常熟 张家港 江阴 合肥 芜湖 蚌埠 淮南 马鞍山 淮北 铜陵 安庆 黄山 "
        "滁州 阜阳 宿州 六安 "
        "亳州 池州 宣城 福州 厦门 莆田 三明 泉州 漳州 南平 龙岩 宁德 晋江 石狮 南昌 景德镇 萍乡 九江 新余 鹰潭 赣州 "
        "宜春 抚州 上饶 "
        "济南 青岛 淄博 枣庄 东营 烟台 潍坊 济宁 泰安 威海 日照 临沂 德州 聊城 滨州 菏泽 郑州 开封 洛阳 平顶山 安阳 "
        "鹤壁 新乡 焦作 "
        "濮阳 许昌 漯河 三门峡 南阳 商丘 信阳 周口 驻马店 武汉 黄石 十堰 宜昌 襄阳 鄂州 荆门 孝感 荆州 黄冈 咸宁 "
        "随州 恩施 长沙 株洲 "
        "湘潭 衡阳 邵阳 岳阳 常德 张家界 益阳 郴州 永州 怀化 娄底 南宁 柳州 桂林 梧州 北海 钦州 贵港 玉林 贺州 河池 "
        "海口 三亚 儋州 "
        "成都 自贡 攀枝花 泸州 德阳 绵阳 广元 遂宁 内江 乐山 南充 眉山 宜宾 广安 达州 雅安 巴中 资阳 贵阳 六盘水 "
        "遵义 安顺 毕节 铜仁 "
        "昆明 曲靖 玉溪 保山 昭通 丽江 普洱 临沧 大理 拉萨 西安 宝鸡 咸阳 渭南 延安 汉中 榆林 安康 商洛 兰州 嘉峪关 "
        "天水 武威 张掖 "
        "平凉 酒泉 庆阳 定西 陇南 西宁 银川 石嘴山 吴忠 乌鲁木齐 克拉玛依 喀什 伊犁 阿克苏 呼和浩特 包头 乌海 赤峰 "
        "通辽 鄂尔多斯 "
        "呼伦贝尔 石家庄 唐山 秦皇岛 邯郸 邢台 保定 张家口 承德 沧州 廊坊 衡水 太原 大同 阳泉 长治 晋城 朔州 晋中 "
        "运城 忻州 临汾 吕梁 "
        "沈阳 大连 鞍山 抚顺 本溪 丹东 锦州 营口 阜新 辽阳 盘锦 铁岭 葫芦岛 长春 吉林 四平 辽源 通化 松原 哈尔滨 "
        "齐齐哈尔 鸡西 鹤岗 "
        "双鸭山 大庆 佳木斯 牡丹江 黑河 绥化 台北 新北 桃园 台中 台南 高雄 基隆 新竹 九龙 新界 元朗 沙田 旺角 中环 "
        "湾仔 铜锣湾 尖沙咀 "
        "观塘 荃湾 屯门 吉隆坡 槟城 新山 怡保 马六甲 古晋 曼谷 首尔 东京 大阪 河内 胡志明 雅加达 马尼拉 "
    ).split()
)
"""China's cities of prefecture rank and some others; left out are those whose name is an everyday word."""
CITIES = tuple(
    "london leeds manchester birmingham glasgow edinburgh liverpool bristol sheffield cardiff belfast york oxford "
    "cambridge paris berlin munich hamburg madrid barcelona rome milan amsterdam brussels dublin lisbon sydney "
    "melbourne penang ipoh melaka malacca kuching johor klang seremban bangkok jakarta manila hanoi tokyo osaka "
    "seoul taipei macau shenzhen guangzhou shanghai beijing bath exeter plymouth norwich nottingham leicester "
    "derby coventry newcastle sunderland hull bradford brighton southampton portsmouth swansea aberdeen dundee "
    "inverness cork galway hangzhou yiwu ningbo wenzhou suzhou nanjing wuxi wuhan chengdu chongqing tianjin qingdao "
    "jinan zhengzhou changsha xiamen fuzhou quanzhou dongguan foshan zhongshan hefei nanchang kunming guiyang nanning "
    "haikou shenyang dalian harbin changchun lanzhou urumqi zhuhai huizhou shantou yantai jiaxing shaoxing nantong "
    "keelung kaohsiung taichung tainan hsinchu kowloon cebu davao surabaya bandung phuket saigon yangon mumbai delhi "
    "dubai istanbul cairo lagos nairobi moscow vienna zurich geneva prague warsaw budapest athens copenhagen oslo "
    "stockholm helsinki lyon marseille cologne frankfurt stuttgart turin naples valencia seville porto rotterdam "
    "utrecht "
    "antwerp ghent toronto vancouver montreal chicago boston seattle houston dallas miami atlanta denver auckland "
    "brisbane perth adelaide kuala_lumpur johor_bahru hong_kong new_york los_angeles san_francisco ho_chi_minh "
    "cape_town mexico_city".replace("_", "\\s").split()
)
CITY_LATIN = re.compile(rf"\b(?:{'|'.join(sorted(CITIES, key=len, reverse=True))})\b", re.IGNORECASE | re.ASCII)
"""Cities written in Latin letters."""
DESTINATION = re.compile(
    r"\b(?:[Dd]eliver\w*|[Ss]hip\w*|[Ff]reight|[Ss]en[dt]|[Pp]ost(?:age|ed)?|[Cc]ourier|[Cc]arriage|[Ss]ending)\b[^.?!\n]{0,40}?\bto\s"
    r"(?P<city>[A-Z][A-Za-zÀ-ž'-]+(?:\s(?:upon\s)?[A-Z][A-Za-zÀ-ž'-]+){0,2})"
    r"|(?:[发寄送运邮]|物流|快递|运费)(?:货)?(?:到|去|往|给)?\s?"
    r"(?P<latin>[A-Z][A-Za-zÀ-ž'-]{2,}(?:\s[A-Z][A-Za-zÀ-ž'-]+){0,2})"
    r"|(?:[发寄送运邮]|物流|快递|运费)(?:货)?[到去往](?:[\u4e00-\u9fff]{2,3}省)?(?P<han>[\u4e00-\u9fff]{2,3}?)(?=市|省|多|要|的|运|邮|几|，|,|。|？|\?|$|\s|大|得|需|能|可|什|怎|吗|一|包)"
)
"""Where to: capitalised, or in :data:`CITIES`."""

NO_CITY = re.compile(
    r"(?:me|us|my|our|the)\b|自提|门店|店里|公司|仓库|学校|(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)",
    re.I,
)

_TOWARDS = re.compile(
    r"(?:\b(?:to|in|into|for|at|near|reach(?:es)?|from)\s+(?:the\s)?|[到去往寄发送运]\s?)"
    r"(?P<name>[^\W\d_a-z\u4e00-\u9fff][^\W\d_\u4e00-\u9fff'’.-]*(?:[\s-][^\W\d_a-z\u4e00-\u9fff][^\W\d_\u4e00-\u9fff'’-]*){0,2})"
)
_BARE = str.maketrans("łŁøØđ", "lLoOd")


def named_city(text: str) -> str | None:
    """Give the first city of ``cities.txt`` that stands, capitalised, where a text says where to; as it is written."""
    for match in _TOWARDS.finditer(text):
        words = re.split(r"(?=[\s-])", match["name"])
        for count in range(len(words), 0, -1):
            name = "".join(words[:count])
            if _bare(name) in _cities() and not any(known.fullmatch(name) for known in COUNTRIES.values()):
                return name
    return None


@cache
def _cities() -> frozenset[str]:
    lines = (Path(__file__).parent / "cities.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if not line.startswith("#"))


def _bare(name: str) -> str:
    """Give a name without accents."""
    parts = unicodedata.normalize("NFKD", name.translate(_BARE))
    return "".join(sign for sign in parts if not unicodedata.combining(sign))
