"""Characters of Chinese personal names, the rivals against which an expected name must win.

Here: common surnames and given-name characters, compiled by hand from everyday names; most frequent first; how rare a
character is in a name. Not here: any person's name.
"""

from math import log1p

SURNAMES = (  # about 330 surnames of one character
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟"
    "汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严"
    "牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐沿梅莫庄辛管祝左涂谷祁时舒耿牟卜詹关苗凌费纪靳盛童欧甄项曲成游阳裴席"
    "卫查屈鲍位覃霍翁隋植甘景薄单包司柏宁柯阮桂闵解强柴华车冉房边辜吉饶刁瞿戚丘古米池滕晋苑邬臧畅宫来苟全褚廉简娄盖符"
    "奚木穆党燕郎邸冀谈姬屠连郜晏栾郁商蒙计喻揭窦迟宇敖糜鄢冷卓花仇艾蓝都巩稽井练仲乐虞卞封竺冼原官衣楚佟栗匡宗应台巫"
    "鞠僧桑荆谌银扬明沙伏岑习胥保和蔺麦佘闻肖"
)
GIVEN = (  # about 1,100 characters met in given names
    "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂华红玉梅建国文志永光海山仁松茂庆祥云德良才贵福生辉鹏飞斌波宁玲萍"
    "雪琴燕春菊珍莲凤洁月香惠珠婷雯欣怡佳浩然俊紫涵轩宇泽梓睿子博晨嘉琪诗雨思彤梦瑶可心依诺艺雅倩颖慧莹露晶莉媛娇璐晓"
    "小雷鑫鹤龙虎彪豪威武胜利民权进东西南北中正忠义礼智信诚孝廉和顺安康乐寿昌盛兴旺发财金银铜铁钢石珑瑞琦琳璇玮珂瑾瑜"
    "珊璟琼瑛环翠碧青蓝绿黄白黑素冰霜雾虹霄霖震雄鸿雁鹃鸣鸥凰麟骏骥驰骋跃腾翔翼羽翎羚凡帆航舟船江河湖泊洲津渡源泉溪清"
    "洪润沛淼滨汉淮济潮澜淑婉柔贤娴姝妍婵娥嫦姗姿媚妮娣姣婕妤婧妹姐弟兄宝贝根柱栋梁树林森木桐柏楠桦枫柳杨桃李杏梨枝叶"
    "花草芬芝芸菲萱蓉蕾薇莎茜茹荣荷菁萌蔓蓓芷若苗茵竹笋世代传家绍祖宗耀亮昭晖曦旭昊昆晟晔景晴暖煜炜烨焕炳灿烁熙炎炯煌"
    "钧锋锐钊铭锦镇鉴钟铮键立成功业绩达通远宏大广厚朴实真善美爱喜欢贺吉如意禄禧祺祯禎佑保佐启承继先前程万里千秋百年长"
    "久恒新夏冬季阳阴天地日星辰风电水火土一二三四五六七八九十双全圆满淡致卫设开放改革振邦定治守勤俭学书翰墨彦士彬儒哲"
    "聪灵巧能干维持培育增添加友朋有余丰裕隆富少伯仲叔孟元亨贞以之乃其于为而与也向群众女男儿童丹彩绚绣绮绫纯丝绢练经纬"
    "绪缘线妙凯旋歌颂赞扬连升高尚上下左右央迎朝夕奕奇琛珩琰璞玺玥玫珉卓越冠魁首领道理品格尔尼亚伊娃卿君臣侯相坤乾艮坚"
    "固毅健壮冲力劲猛希望愿祈盼念怀恩普照耘耕牧渔樵工商兵农医法师范校宽容谦逊让恭敬存仪表象征召集合川岩峰岭岗峻峥嵘崇"
    "嵩岚巍岳屹冈兆璋均城堂塔庭廷延庚凌仙昱昶晗晋曼朗杭桢楚榕槐檬殿毓沁泓泳浚涓淇渊湘溢滔滢漫潇澄濛炫烈焱爽牡特猷玄玖"
    "现瑗璧甜申畅皓盈睦知硕祎秉科穆穗筠策简籽粤精纪纲综缨罗羿翊耿联聆胤舒艾芙芮芯苑茗荃莞莫菡萧蒙蔚蕊藜衍觉言计训谊谋"
    "谨豫赋轶轼辛迅迪逸邑郁部酉采重量野针锡闻阔阿陆陶随隽霆霏靖韵韶顾颐飒馨驹骁鲁鲲鸽鹂麒麓黎黛齐喆堃翀淦垚犇羴晞昕伦"
    "佩俐傲僖典净准凝刘初剑劭勋化协卉印同吴周咏唯园圣坡基塘声处复多夫奎妃姬娆嫣孜官宣室宾寅密寒察寸对寻导尊展岐岱帅常"
    "并庄应度座异弘张影彰律得循微忆悦情惜愉愚慈慕戈抒拓捷掌授措支收政敦教斐斯方施旅族无早时昂易映是晏暄曙曹更服本朱材"
    "村杜来极果枚架柯柘桑棋棠植概榆模歆步气求汇池汤沅沐沙泰洛活派流浙消深温港游湾溥滋演激瀚灯炅炼煊熊物犀狄独王玟珏珞"
    "珺班球琨琬瑄瑚璃甘用甫田由留畔略疆皆皎益盟直省眉砚磐示社神禾私种秦积稳空竣章竞端笑第等管箐米粟系繁纹纳绘缇缤羡老"
    "耐肃胡色芊苏苹荔荟药莘菀葆葵蒲蓬蕙薪藏虞融行街衡见观解誉论识谈谷豹负责货质赐赛赫赵足路车轲轻辅边过运近还适选造遇"
    "遐遥遵邓邝邢都配酬钦铎锴锵镜门闯闰闽阁阅际陈雍雕霁韦音顶项顿预频颜飘骅鹭鹰鼎龄龚"
)

_OFTEN = 50  # places of a list after which characters count as less common than its first
_STEEP, _RAREST = 0.7, 2.0  # nats by which rarity grows with the logarithm of the place, and at most
_SURNAME_AT = {char: place for place, char in enumerate(SURNAMES)}
_GIVEN_AT = {char: place for place, char in enumerate(GIVEN)}


def rarity(char: str, *, first: bool) -> float:
    """Return how much rarer than a common one a character is in names, as a surname or after it: 0 to 2 nats."""
    place = (_SURNAME_AT if first else _GIVEN_AT).get(char)
    return _RAREST if place is None else min(_RAREST, _STEEP * log1p(place / _OFTEN))
