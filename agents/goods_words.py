"""What Chinese words for goods are called in English, so that a buyer's English finds a Chinese name."""

from __future__ import annotations

import itertools
import re

_GOODS = """冰箱贴=fridge magnet|magnet  钥匙扣=keychain|key ring|keyring  挂件=pendant  杯垫=coaster
地垫=doormat|mat|door mat  桌垫=table mat  杯架=cup holder|cupholder  小夜灯=night light|lamp|night lamp
台灯=desk lamp  开瓶器=bottle opener|opener  礼盒=gift box|gift set  马克杯=mug  保温杯=thermos
水杯=water bottle  茶杯=teacup  碗=bowl  盘=plate  花瓶=vase  相框=photo frame  明信片=postcard  贴纸=sticker
徽章=badge  书签=bookmark  笔记本=notebook  帆布袋=tote bag  抱枕=cushion  毛巾=towel  雨伞=umbrella
手机壳=phone case  鼠标垫=mouse pad  收纳盒=storage box  挂钩=hook  香薰=scented candle  蜡烛=candle
镜子=mirror  梳子=comb  扇子=fan  亚克力=acrylic  树脂=resin  软胶=soft pvc|soft rubber|soft  皮革=leather
陶瓷=ceramic|porcelain  硅藻泥=diatomite|diatom|absorbent  丝圈=coil|loop  绒面=plush|velvet|flannel
木质=wooden  金属=metal  玻璃=glass  硅胶=silicone  不锈钢=stainless steel  棉麻=linen  仿真水果=fruit
水果=fruit  卡通=cartoon  手绘=hand painted|hand drawn  城市=city  磁吸=magnetic  车载=car  家居=home
折叠=folding|foldable  单手=single hand  双层=double layer|double
大容量=large capacity  迷你=mini  枚装=piece set  柠檬=lemon  荔枝=lychee|litchi
蓝莓=blueberry  西瓜=watermelon  山竹=mangosteen  牛油果=avocado  草莓=strawberry  樱桃=cherry  苹果=apple
橙子=orange  香蕉=banana  菠萝=pineapple  葡萄=grape  桃子=peach  芒果=mango  榴莲=durian  胡萝卜=carrot
蛋糕=cake  珍珠奶茶=bubble tea|milk tea|boba  啤酒=beer  咖啡=coffee  小龙虾=crayfish|crawfish  包子=bun
饺子=dumpling  面条=noodle  熊猫头=panda head|panda face|panda  熊猫=panda  猫爪=cat paw|paw  猫咪=cat|kitty
橘猫=orange cat|ginger cat  柴犬=shiba|shiba inu|corgi  小狗=puppy  小熊=bear  兔子=rabbit  锦鲤=koi|carp
恐龙=dinosaur  老虎=tiger  龙=dragon  醒狮=lion dance  麻将=mahjong|mah jong
平安符=lucky charm|amulet|peace charm  字母=letter|alphabet|initial  海浪=wave|ocean wave  云朵=cloud
奶油花=cream flower|butter flower  黑白格=black white check|checkered|checkerboard  几何=geometric|geometry
花=flower  月球=moon|luna  星空=starry  爱心=heart  墨绿=dark green  焦糖=caramel
纯灰=grey|gray|plain grey  青花=blue and white|qinghua  山水=landscape|mountain water  福字=fu|fortune|blessing
出入平安=safe trip|safe journey|peace  欢迎回家=welcome home|welcome  圣诞=christmas  新年=new year
苏州园林=suzhou garden  成都=chengdu  西安=xian  兵马俑=terracotta warrior|terracotta  上海=shanghai  外滩=bund
厦门=xiamen  鼓浪屿=gulangyu  杭州=hangzhou  西湖=west lake  北京=beijing  天坛=temple of heaven  重庆=chongqing
洪崖洞=hongyadong|hongya cave  故宫=forbidden city  长城=great wall  苏州=suzhou  园林=garden  广州=guangzhou
南京=nanjing  香港=hong kong
"""
_ENTRY = re.compile(r"([\u4e00-\u9fff]+)=(.*?)(?=\s+[\u4e00-\u9fff]+=|\s*$)", re.DOTALL)
WORDS = {match[1]: tuple(match[2].split("|")) for match in _ENTRY.finditer(_GOODS)}
"""Words for goods, looks, stuffs and sights, and their English, the commonest first."""
KINDS = tuple(itertools.takewhile(lambda word: word != "亚克力", WORDS))
"""The words of them that say what kind of thing goods are: 冰箱贴, 礼盒."""
MANY = 12
_ANY = re.compile("|".join(sorted(WORDS, key=len, reverse=True)))


def in_english(name: str) -> tuple[str, ...]:
    """Give English forms of a Chinese name as far as its words are known, at most MANY; none if none is.

    Example:
        >>> in_english("钥匙扣 锦鲤")[:3]
        ('keychain koi', 'keychain carp', 'key ring koi')
    """
    found = [WORDS[match[0]] for match in _ANY.finditer(name)]
    return tuple(" ".join(words) for words in itertools.islice(itertools.product(*found), MANY)) if found else ()
