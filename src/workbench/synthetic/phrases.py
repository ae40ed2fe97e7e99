"""What customers write, in English and Chinese: sentences by theme and sentiment.

A text is an opening, a sentence about the theme, and an end. Openings and ends carry the
sentiment but no theme, so the theme is known and has to be found in the middle.
"""

SENTIMENTS = ("negative", "neutral", "positive")
THEMES = ("shop", "web", "call centre", "delivery", "billing", "product", "price")
LANGUAGES = ("en", "zh")

CORES: dict[str, dict[str, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]]] = {
    "en": {
        "shop": (
            (
                "I stood in the shop for twenty minutes before anybody looked up.",
                "The staff in the store could not tell me the difference between the two models.",
                "The shelves were half empty and the shop was a mess.",
            ),
            (
                "I went to the shop in town and bought a lamp.",
                "The store has moved two streets further.",
                "The shop opens at ten now.",
            ),
            (
                "The lady in the shop took all the time I needed and knew her products.",
                "Your store is bright, tidy and a pleasure to walk through.",
                "The shop assistant found exactly the right part for me.",
            ),
        ),
        "web": (
            (
                "The website lost my basket twice and then logged me out.",
                "Searching on the site shows everything but what I typed.",
                "The app crashes each time I open my orders.",
            ),
            (
                "I ordered through the website this time.",
                "The site has a new start page.",
                "I changed my address in the app.",
            ),
            (
                "The website is clear and I found what I wanted in a minute.",
                "Ordering in the app could not be easier.",
                "The product pages answer every question I had.",
            ),
        ),
        "call centre": (
            (
                "I was on hold for forty minutes and then the line went dead.",
                "Three people on the phone gave me three different answers.",
                "The hotline passed me from one department to the next.",
            ),
            (
                "I rang the hotline about my order number.",
                "I spoke to someone on the phone on Tuesday.",
                "The helpline asked for my customer number.",
            ),
            (
                "The man on the phone solved my problem in two minutes.",
                "Your helpline called me back exactly when promised.",
                "The agent on the phone was patient and friendly.",
            ),
        ),
        "delivery": (
            (
                "My parcel arrived nine days late and nobody told me.",
                "The courier left the box in the rain.",
                "The delivery was announced three times and never came.",
            ),
            (
                "The parcel was left with a neighbour.",
                "Delivery took the four days that were announced.",
                "The courier came on Friday afternoon.",
            ),
            (
                "The parcel was here the next morning, well packed.",
                "The delivery men carried the fridge up to the third floor without a word.",
                "I could follow the courier to my door, to the minute.",
            ),
        ),
        "billing": (
            (
                "I was charged twice and I am still waiting for the refund.",
                "Nobody can explain the fee on my invoice.",
                "The bill does not match what was agreed.",
            ),
            ("The invoice came by e-mail.", "I now pay by direct debit.", "My statement lists each order."),
            (
                "The invoice is easy to read and was right to the cent.",
                "The refund was on my account in two days.",
                "I like that I can see all my bills in one place.",
            ),
        ),
        "product": (
            (
                "The handle broke after three weeks.",
                "The colour looks nothing like the picture and the material feels cheap.",
                "The device gets hot and the noise is unbearable.",
            ),
            ("The set has six pieces.", "It is a bit smaller than the old model.", "I use it about once a week."),
            (
                "It is beautifully made and does what it says.",
                "The quality is better than anything I had before.",
                "It has been running for a year without a fault.",
            ),
        ),
        "price": (
            (
                "Prices went up again while the service stays the same.",
                "I found the same thing a third cheaper elsewhere.",
                "It is not worth what you ask for it.",
            ),
            (
                "I paid the usual price.",
                "The price is about what others ask.",
                "I had a voucher for part of the price.",
            ),
            ("A fair price for what you get.", "With the discount it was a real bargain.", "Worth every cent."),
        ),
    },
    "zh": {
        "shop": (
            ("在门店站了二十分钟都没有人理我。", "店员连两个型号的区别都说不清楚。", "货架空了一半，店里乱糟糟的。"),
            ("我去市区的门店买了一盏灯。", "门店搬到了两条街以外。", "现在门店十点开门。"),
            ("店员很有耐心，对产品非常熟悉。", "门店明亮整洁，逛起来很舒服。", "店里的导购帮我找到了正好合适的配件。"),
        ),
        "web": (
            (
                "网站两次清空了我的购物车，还把我踢下线。",
                "网站搜索出来的全不是我要找的东西。",
                "每次打开订单，手机应用就闪退。",
            ),
            ("这次我是在网站上下的单。", "网站换了新的首页。", "我在应用里改了地址。"),
            ("网站很清楚，一分钟就找到了想要的东西。", "在应用里下单再简单不过了。", "商品页面把我的问题都讲明白了。"),
        ),
        "call centre": (
            (
                "客服热线等了四十分钟，最后还断线了。",
                "电话里三个客服给了三个不同的答案。",
                "热线把我从一个部门转到另一个部门。",
            ),
            ("我打热线问了订单号。", "星期二我和电话客服谈过。", "客服热线问了我的会员号。"),
            ("电话客服两分钟就解决了我的问题。", "客服按约定的时间准时回了电话。", "接电话的客服既耐心又亲切。"),
        ),
        "delivery": (
            ("包裹晚了九天，也没有人通知我。", "快递员把箱子扔在雨里。", "说了三次要送货，一次都没送到。"),
            ("包裹放在邻居家了。", "送货用了预告的四天。", "快递是星期五下午到的。"),
            (
                "第二天早上包裹就到了，包装很好。",
                "送货师傅把冰箱搬上三楼，毫无怨言。",
                "物流信息很准，几点到门口都看得到。",
            ),
        ),
        "billing": (
            ("账单重复扣了两次款，退款到现在还没到。", "发票上的那笔费用谁也解释不清。", "账单和当初说好的不一样。"),
            ("发票是用电子邮件发来的。", "我现在用自动扣款付账单。", "对账单列出了每一笔订单。"),
            ("发票清楚易懂，一分不差。", "退款两天就到账了。", "所有账单都能在一个地方看到，很方便。"),
        ),
        "product": (
            ("用了三个星期把手就断了。", "颜色和图片完全不一样，材料摸起来很廉价。", "机器发烫，噪音大得受不了。"),
            ("这一套有六件。", "比旧款小一点。", "我大概一个星期用一次。"),
            ("做工精美，功能和说明一样。", "质量比我以前用过的都好。", "用了一年，一点毛病都没有。"),
        ),
        "price": (
            ("价格又涨了，服务却没有变好。", "同样的东西别家便宜三分之一。", "这个价钱根本不值。"),
            ("我付的是平常的价格。", "价格和别家差不多。", "有一部分价格是用优惠券付的。"),
            ("价格公道，物有所值。", "打折以后真的很划算。", "每一分钱都花得值。"),
        ),
    },
}
"""By language and theme: three negative, three neutral and three positive sentences."""

OPENINGS: dict[str, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = {
    "en": (
        ("I am really disappointed. ", "Never again! ", ""),
        ("Just for your information: ", "For the record: ", ""),
        ("What a good experience! ", "I have to say thank you. ", ""),
    ),
    "zh": (
        ("真让人失望。", "再也不会来了！", ""),
        ("顺便说一下：", "供参考：", ""),
        ("体验非常好！", "必须说声谢谢。", ""),
    ),
}

ENDS: dict[str, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = {
    "en": (
        (" This is not how you treat customers.", " Please do something about it.", ""),
        (" Nothing else to add.", " That is all.", ""),
        (" I will gladly come back.", " Recommended to all my friends.", ""),
    ),
    "zh": (
        ("这样对待顾客太不应该了。", "请尽快改进。", ""),
        ("没有别的要说。", "就这些。", ""),
        ("下次还会再来。", "已经推荐给朋友们了。", ""),
    ),
}


def texts(language: str, theme: str, sentiment: int) -> list[str]:
    """Every text about a theme with one sentiment (0 negative, 1 neutral, 2 positive).

    >>> len(texts("en", "price", 2))
    27
    >>> texts("en", "price", 2)[-1]
    'Worth every cent.'
    """
    return [
        opening + core + end
        for core in CORES[language][theme][sentiment]
        for opening in OPENINGS[language][sentiment]
        for end in ENDS[language][sentiment]
    ]
