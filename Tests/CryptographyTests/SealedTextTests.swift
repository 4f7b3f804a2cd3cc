// Secrets at rest: what was sealed opens again, with its own key, for its own setting, and only so.

import Cryptography
import Testing

@Suite("Sealed texts")
struct SealedTextTests {
    private static let setting = "channels.alipay.privateKey"

    @Test("What was sealed opens again, and each seal is another one", arguments: ["", "k", "药品🔑"])
    func round(_ secret: String) throws {
        let keys = try SealingKeys(SealingKeys.newKey())
        let first = try keys.sealed(secret, for: SealedTextTests.setting)
        let second = try keys.sealed(secret, for: SealedTextTests.setting)
        #expect(first != second)
        #expect(first.hasPrefix("sealed:1:"))
        for sealed in [first, second] {
            #expect(try keys.opened(sealed, for: SealedTextTests.setting) == secret)
        }
    }

    @Test("While one key takes the other's place both open, and the new one seals")
    func rotation() throws {
        let (old, new) = (try SealingKeys.newKey(), try SealingKeys.newKey())
        let sealed = try SealingKeys(old).sealed("secret", for: SealedTextTests.setting)
        let both = try SealingKeys("# new\n\(new)\n\n  \(old)\n")
        #expect(try both.opened(sealed, for: SealedTextTests.setting) == "secret")
        let again = try both.sealed("secret", for: SealedTextTests.setting)
        #expect(try SealingKeys(new).opened(again, for: SealedTextTests.setting) == "secret")
        #expect(throws: CryptographyError.self) {
            try SealingKeys(old).opened(again, for: SealedTextTests.setting)
        }
    }

    @Test("Under another setting, with a bit changed or a part missing, nothing opens or is told")
    func changed() throws {
        let keys = try SealingKeys(SealingKeys.newKey())
        let sealed = try keys.sealed("the-secret", for: SealedTextTests.setting)
        var texts = [sealed.replacing("sealed:1:", with: "sealed:2:"), "sealed:1:", "sealed:1::"]
        texts += (0..<sealed.count).map { String(sealed.prefix($0)) }
        for text in texts {
            let error = #expect(throws: CryptographyError.self) {
                try keys.opened(text, for: SealedTextTests.setting)
            }
            #expect("\(String(describing: error))".contains("the-secret") == false)
        }
        #expect(throws: CryptographyError.self) {
            try keys.opened(sealed, for: "channels.wechat.key")
        }
    }

    @Test(
        "A key is 64 hexadecimal digits",
        arguments: [
            "", "#", "12", String(repeating: "g", count: 64), String(repeating: "a", count: 63),
        ]
    )
    func keys(_ text: String) {
        #expect(throws: CryptographyError.unreadableKey) { try SealingKeys(text) }
    }

    @Test("Keys never print")
    func silent() throws {
        let text = try SealingKeys.newKey()
        let keys = try SealingKeys(text)
        #expect(!"\(keys)".contains(text.prefix(8)))
    }
}
