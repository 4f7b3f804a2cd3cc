// One merchant account at BestPay (翼支付), older interface: a shared key signs both ways.

/// The settings of a BestPay channel.
package struct BestPaySettings: Sendable, CustomStringConvertible {
    package let base: String
    package let merchantID: String
    /// The data key (数据 KEY): signs requests and answers.
    package let key: Masked<String>
    /// The trade password (交易 key, `merchantPwd`): asked for when money is to go back.
    package let tradePassword: Masked<String>
    /// Where BestPay's daily files are laid, `https://…` or `file:///…`; nil: none are fetched.
    package let statements: String?
    /// Where BestPay is to tell what became of a payment or refund; nil: nowhere.
    package let notifyURL: String?
    package let http: HTTPSettings

    /// *Errors*: `SettingsError`, which names the setting and never its value.
    package init(
        base: String, merchantID: String, key: String, tradePassword: String,
        statements: String? = nil, notifyURL: String? = nil, caFile: String? = nil,
        connectTimeoutMilliseconds: Int = 3_000,
        answerTimeoutMilliseconds: Int = 10_000
    ) throws(SettingsError) {
        self.base = try SettingsCheck.address(base, setting: "bestpay.base")
        self.merchantID = try SettingsCheck.name(
            merchantID, setting: "bestpay.merchantID", lengthMax: 30)
        self.key = Masked(try SettingsCheck.name(key, setting: "bestpay.key", lengthMax: 64))
        self.tradePassword = Masked(
            try SettingsCheck.name(
                tradePassword, setting: "bestpay.tradePassword", lengthMax: 20))
        // Both stand in a text that is signed: neither may read like two of its fields.
        for (value, setting) in [
            (key, "bestpay.key"), (tradePassword, "bestpay.tradePassword"),
            (merchantID, "bestpay.merchantID"),
        ] {
            guard !value.contains("&"), !value.contains("=") else {
                throw .invalid(setting: setting, reason: "must not hold & or =")
            }
        }
        self.statements = try SettingsCheck.folderIfAny(
            statements, setting: "bestpay.statements")
        self.notifyURL = try SettingsCheck.addressIfAny(notifyURL, setting: "notifyBase")
        try SettingsCheck.file(caFile, setting: "bestpay.caFile")
        try SettingsCheck.times(
            connect: connectTimeoutMilliseconds, answer: answerTimeoutMilliseconds)
        http = HTTPSettings(
            connectTimeoutMilliseconds: connectTimeoutMilliseconds,
            answerTimeoutMilliseconds: answerTimeoutMilliseconds, caFile: caFile)
    }

    package var description: String { "BestPay merchant \(merchantID), at \(base)" }
}
