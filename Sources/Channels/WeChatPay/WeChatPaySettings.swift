// One merchant account at WeChat Pay, as the chain configures it. Checked once, at the start, so
// that a wrong setting is a sentence on the console and not a payment in doubt.

/// The settings of a WeChat Pay channel.
package struct WeChatPaySettings: Sendable, CustomStringConvertible {
    /// *Source*: WeChat Pay v2, 安全规范 · 签名算法.
    package enum SignType: String, CaseIterable, Sendable {
        case md5 = "MD5"
        case hmacSHA256 = "HMAC-SHA256"
    }

    package let base: String
    package let appID: String
    package let merchantID: String
    package let key: Masked<String>
    package let signType: SignType
    /// The address of this machine, which the channel wants to know (`spbill_create_ip`).
    package let terminalIP: String
    /// Where the channel is to tell what becomes of a refund; nil when it need not.
    package let notifyURL: String?
    package let http: HTTPSettings

    /// *Errors*: `SettingsError`, which names the setting and never its value.
    package init(
        base: String, appID: String, merchantID: String, key: String, signType: SignType,
        clientCertificate: ClientCertificate? = nil, notifyURL: String? = nil,
        caFile: String? = nil,
        terminalIP: String = "127.0.0.1", connectTimeoutMilliseconds: Int = 3_000,
        answerTimeoutMilliseconds: Int = 10_000
    ) throws(SettingsError) {
        self.base = try SettingsCheck.address(base, setting: "wechat.base")
        self.appID = try SettingsCheck.name(appID, setting: "wechat.appID", lengthMax: 32)
        self.merchantID = try SettingsCheck.name(
            merchantID, setting: "wechat.merchantID", lengthMax: 32)
        guard !key.isEmpty else { throw .missing(setting: "wechat.key") }
        // The merchant platform only takes keys of 32 letters and digits.
        guard key.utf8.count == 32, WireText.identifier(key, lengthMax: 32) != nil else {
            throw .invalid(setting: "wechat.key", reason: "must have 32 characters")
        }
        self.key = Masked(key)
        self.signType = signType
        self.notifyURL = try SettingsCheck.addressIfAny(notifyURL, setting: "notifyBase")
        self.terminalIP = try SettingsCheck.name(
            terminalIP, setting: "wechat.terminalIP", lengthMax: 45)
        try SettingsCheck.file(caFile, setting: "wechat.caFile")
        try SettingsCheck.file(
            clientCertificate?.certificateFile, setting: "wechat.certificateFile")
        try SettingsCheck.file(clientCertificate?.keyFile, setting: "wechat.keyFile")
        try SettingsCheck.times(
            connect: connectTimeoutMilliseconds, answer: answerTimeoutMilliseconds)
        http = HTTPSettings(
            connectTimeoutMilliseconds: connectTimeoutMilliseconds,
            answerTimeoutMilliseconds: answerTimeoutMilliseconds, caFile: caFile,
            clientCertificate: clientCertificate)
    }

    package var description: String {
        "WeChat Pay merchant \(merchantID), app \(appID), at \(base), \(signType.rawValue)"
    }
}
