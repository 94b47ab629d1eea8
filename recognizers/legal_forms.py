"""Legal forms of organizations as they stand beside their names.

Sources: 会社法6条 (株式会社, 合名会社, 合資会社, 合同会社), 整備法 (有限会社), 一般法人法5条, 医療法39条, 私立学校法3条, 社会福祉法22条,
NPO法2条; shortened in brackets as (株).
"""

LEGAL = (
    r"(?:株式|有限|合同|合資|合名|相互)会社|\((?:株|有|同|資|名|社|財|医|学|福|独|特非)\)|(?:一般|公益)?(?:社団|財団)法人|医療法人(?:社団|財団)?"
    r"|学校法人|社会福祉法人|宗教法人|(?:国立大学|独立行政|地方独立行政)法人|特定非営利活動法人|NPO法人|(?:税理士|弁護士|監査|司法書士|行政書士|特許業務)法人"
    r"|(?:事業)?協同組合|農業協同組合|生活協同組合|農事組合法人|有限責任事業組合"
)
WITH_ONE_NAME = r"(?:(?:株式|有限|合同)会社|\((?:株|有|同)\)|(?:税理士|弁護士)法人|農事組合法人)"
"""Those behind which a firm's own name ends at a space; a 医療法人 or 学校法人 goes on with its hospital's or school's."""
