# ruff: noqa: E501 - word lists and patterns are read whole
"""Character forms: which traditional sign the engine gives for a simplified one, and when to read the simplified.

The engine answers in traditional forms now and then (虛构, 石雲斌) with the simplified sign as its runner-up. On a paper
that is printed in simplified characters the runner-up is the likelier reading. Not here: comparing names.
"""

from collections.abc import Iterable, Mapping

from ocr.lines import Glyph, Line

_PAIRS = (
    "虛虚 雲云 銀银 構构 號号 證证 碼码 職职 傷伤 單单 戶户 開开 會会 險险 關关 係系 繫系 親亲 屬属 領领 據据 記记 賬账 帳账 額额 計计 條条 簽签 蓋盖 墊垫 費费 發发 給给 "
    "將将 確确 認认 時时 間间 話话 與与 監监 護护 見见 書书 項项 業业 務务 幣币 圓圆 萬万 貳贰 陸陆 億亿 國国 賠赔 償偿 療疗 醫医 院院 歲岁 電电 聯联 絡络 現现 轉转 寫写 實实 際际 "
    "處处 結结 產产 東东 爭争 議议 協协 調调 門门 診诊 檢检 驗验 藥药 劑剂 術术 從从 張张 總总 餘余 應应 為为 爲为 無无 後后 稱称 編编 統统 設设 備备 類类 課课 稅税 內内 個个 體体 廣广 範范 圍围 讓让 審审 "
    "陳陈 劉刘 楊杨 趙赵 吳吴 孫孙 馬马 羅罗 鄭郑 謝谢 韓韩 馮冯 鄧邓 許许 蘇苏 盧卢 蔣蒋 賈贾 葉叶 閻阎 鐘钟 鍾钟 譚谭 湯汤 顧顾 龍龙 賀贺 龔龚 蕭萧 錢钱 嚴严 蘭兰 鄒邹 齊齐 呂吕 "
    "華华 鳳凤 麗丽 興兴 慶庆 寶宝 強强 義义 長长 貴贵 榮荣 偉伟 軍军 愛爱 艷艳 豔艳 紅红 學学 峯峰 羣群 晉晋 啟启 啓启 傑杰 昇升 陞升 嶽岳 堯尧 瓊琼 瑩莹 璽玺 鋒锋 銘铭 鈺钰 鐵铁 錦锦 鎮镇 "
    "靜静 嬌娇 嫻娴 嬋婵 寧宁 甯宁 壽寿 爾尔 嶺岭 揚扬 曉晓 樹树 權权 橋桥 夢梦 歡欢 漢汉 澤泽 潔洁 濤涛 潤润 湧涌 詠咏 靈灵 燦灿 煒炜 煥焕 聲声 紹绍 經经 維维 綿绵 繼继 聰聪 勝胜 騰腾 藝艺 蕓芸 蒼苍 "
    "蓮莲 蘊蕴 譽誉 賢贤 贊赞 讚赞 輝辉 達达 運运 連连 遠远 進进 遲迟 陽阳 順顺 穎颖 飛飞 駿骏 鳴鸣 鴻鸿 鵬鹏 黃黄 靑青 眞真 髙高 溫温 淸清 徳德 恆恒 彥彦 雙双 衛卫 厲厉 臺台 園园 聖圣 奮奋 賓宾 帥帅 "
    "師师 彌弥 顯显 來来 鬆松 標标 棟栋 畢毕 環环 堅坚 樂乐 習习 喬乔 亞亚 儀仪 優优 傳传 倫伦 俠侠 儁俊 兒儿 剛刚 創创 勵励 勁劲 勳勋 廳厅 縣县 響响 團团 場场 牆墙 壯壮 復复 製制 貿贸 資资 質质 購购 贈赠 贏赢 "
    "載载 輕轻 較较 輸输 辦办 農农 邊边 過过 還还 選选 遺遗 鄉乡 釋释 鋼钢 錄录 鑒鉴 閱阅 陰阴 陳陈 隊队 階阶 難难 雜杂 離离 頁页 頂顶 須须 預预 頭头 題题 願愿 風风 飯饭 館馆 驅驱 點点 鼓鼓 龐庞 歷历 歸归 殘残 "
    "氣气 決决 沒没 況况 淨净 準准 滿满 漁渔 潛潜 灣湾 災灾 爐炉 牽牵 獎奖 獨独 畫画 異异 療疗 盡尽 盤盘 礦矿 禮礼 種种 積积 穩稳 窮穷 競竞 筆笔 節节 簡简 糧粮 級级 紀纪 約约 純纯 紙纸 細细 終终 組组 絕绝 絲丝 綠绿 線线 緊紧 "
    "練练 縱纵 織织 續续 罰罚 腦脑 臨临 舉举 舊旧 莊庄 葬葬 補补 裝装 裏里 規规 視视 覺觉 觀观 訂订 訓训 託托 訪访 訴诉 詞词 試试 詳详 誠诚 誤误 說说 誰谁 談谈 請请 論论 證证 識识 譯译 讀读 變变 責责 貨货 貧贫 貼贴 賣卖 賴赖 "
    "跡迹 車车 軟软 輔辅 輪轮 轄辖 農农 適适 遷迁 郵邮 鄰邻 醬酱 針针 鈔钞 鉛铅 銅铜 銷销 鋪铺 鎖锁 鏡镜 閉闭 閒闲 隨随 雖虽 靠靠 韻韵 頓顿 頗颇 頻频 顆颗 飲饮 飼饲 驚惊 魚鱼 鮮鲜 麥麦 齡龄 擔担 擬拟 據据 擊击 擇择 擴扩 攝摄 敗败 "
    "敵敌 數数 斷断 舊旧 晝昼 暫暂 殺杀 毀毁 濟济 澀涩 瀏浏 燒烧 營营 爺爷 狀状 獻献 瑪玛 瓏珑 癥症 盜盗 睏困 矚瞩 碩硕 稈秆 穀谷 蟲虫 蠟蜡 襯衬 訊讯 詢询 該该 誌志 課课 諒谅 諮咨 謀谋 講讲 謹谨 譜谱 賽赛 遼辽 鄭郑 鏈链 闆板 險险 隱隐 "
    "麵面 黨党 龜龟 兩两 併并 倉仓 側侧 偵侦 傘伞 債债 僅仅 僑侨 償偿 兇凶 冊册 凍冻 劃划 則则 剝剥 務务 動动 勞劳 勢势 匯汇 區区 卻却 參参 叢丛 員员 問问 嗎吗 嘗尝 嘆叹 囑嘱 圖图 執执 報报 塊块 塗涂 塵尘 墳坟 壓压 壞坏 夠够 奪夺 "
    "婦妇 媽妈 孃娘 孝孝 宮宫 寢寝 審审 對对 導导 屆届 層层 歲岁 島岛 崗岗 幹干 幾几 庫库 廠厂 廢废 張张 彈弹 徑径 徵征 恥耻 悅悦 慘惨 憂忧 憑凭 憲宪 應应 懷怀 懸悬 戰战 戲戏 掃扫 掛挂 採采 換换 搶抢 損损 搖摇 撥拨 撫抚 擁拥 "
    "紡纺 機机 飾饰 膠胶 樣样 鳥鸟 績绩 網网 纖纤 紋纹 綱纲 納纳 纜缆 縫缝 縮缩 釘钉 鈴铃 鋁铝 鍋锅 錯错 鍵键 閃闪 闖闯 悶闷 閘闸 鬧闹 聞闻 閥阀 閣阁 闊阔 陣阵 霧雾 韋韦 顏颜 飄飘 飽饱 駁驳 駛驶 "
    "駕驾 騎骑 魯鲁 雞鸡 鴨鸭 鶴鹤 齒齿 厭厌 壇坛 壩坝 壘垒 夾夹 婁娄 嬰婴 寵宠 寬宽 尋寻 豈岂 峽峡 幟帜 帶带 幫帮 廟庙 棄弃 當当 徹彻 憶忆 態态 戀恋 懇恳 惡恶 惱恼 懼惧 懲惩 慣惯 憤愤 紮扎 撲扑 "
    "拋抛 擋挡 擠挤 揮挥 擲掷 攬揽 攙搀 擺摆 撐撑 齋斋 曬晒 暈晕 樸朴 極极 槍枪 櫃柜 棧栈 欄栏 檔档 樓楼 欖榄 橫横 櫻樱 歐欧 斃毙 溝沟 滬沪 淚泪 淺浅 漿浆 測测 濃浓 澇涝 漲涨 淵渊 漸渐 濕湿 潰溃 "
    "滾滚 濾滤 濫滥 濱滨 灘滩 滅灭 燈灯 煉炼 爛烂 煙烟 煩烦 熱热 猶犹 狹狭 獵猎 暢畅 瘋疯 癢痒 癱瘫 皺皱 盞盏 鹽盐 睜睁 瞞瞒 矯矫 磚砖 礎础 禱祷 禍祸 竊窃 竅窍 箋笺 籠笼 築筑 粵粤 糾纠 罷罢 肅肃 "
    "腸肠 膚肤 腎肾 腫肿 脹胀 脅胁 膽胆 脈脉 臟脏 腳脚 脫脱 臉脸 臘腊 艦舰 艙舱 蘆芦 蘋苹 薦荐 蕩荡 蔭荫 萊莱 獲获 藍蓝 慮虑 蝦虾 蝕蚀 蟻蚁 蠻蛮 襲袭 褲裤 覓觅 覽览 討讨 評评 詐诈 詩诗 誕诞 語语 "
    "諸诸 諾诺 謙谦 貝贝 負负 貢贡 財财 販贩 貪贪 貫贯 賤贱 貸贷 賦赋 賭赌 賞赏 賺赚 趕赶 趨趋 踐践 躍跃 蹤踪 軌轨 軸轴 輛辆 輩辈 輯辑 邁迈 這这 違违 遞递 邏逻 釀酿 裡里"
)


def _table() -> dict[str, str]:
    return {pair[0]: pair[1] for pair in _PAIRS.split() if pair[0] != pair[1]}


SIMPLIFIED: Mapping[str, str] = _table()
_SIMPLE_SIGNS = frozenset(SIMPLIFIED.values())
_RARE_SHARE = 0.25


def is_simplified(lines: Iterable[Line]) -> bool:
    """True when a paper is printed in simplified characters: traditional ones are a small share of those that differ."""
    old = new = 0
    for line in lines:
        for glyph in line.glyphs:
            old += glyph.char in SIMPLIFIED
            new += glyph.char in _SIMPLE_SIGNS
    return old <= _RARE_SHARE * (old + new)


def likely_sign(glyph: Glyph) -> str:
    """Return the simplified sign where the engine names it as runner-up of its traditional form."""
    simple = SIMPLIFIED.get(glyph.char)
    if simple is not None and any(char == simple for char, _ in glyph.others):
        return simple
    return glyph.char


def likely(glyph: Glyph) -> float:
    """Return how likely a glyph's sign is in any of its forms: the engine halves its belief between 纺 and 紡."""
    sign = SIMPLIFIED.get(glyph.char, glyph.char)
    forms = sum(share for char, share in glyph.others if SIMPLIFIED.get(char, char) == sign)
    return min(1.0, glyph.probability + forms)
