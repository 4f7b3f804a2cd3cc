// What WeChat Pay v2 tells by itself: that an order which the customer scanned was paid, signed like an
// answer; and what became of a refund. A payment by code has no notification.
//
// Trap: what is told of a refund is not signed. It is encrypted by ECB with the hash of the key, which
// hides and proves nothing: whoever has seen two can make a third out of their blocks. So it only says
// which refund to ask about now; the answer to that is signed.
//
// Source: WeChat Pay v2, 支付结果通知, 退款结果通知.

internal import Cryptography
package import Payments
package import Retail

package struct WeChatPayNotifications: NotificationListener {
    package let wallet = Wallet.weChatPay
    private let settings: WeChatPaySettings

    package init(_ settings: WeChatPaySettings) {
        self.settings = settings
    }

    package var merchantAccount: String { settings.merchantID }

    package func read(
        _ message: NotificationMessage, at now: Timestamp
    ) throws(UnusableNotification) -> ChannelNotification {
        do throws(UnusableAnswer) {
            // A refund's has its content hidden in one field; a payment's lies open, and is signed.
            if try fields(message.body, root: "xml").text("req_info") == nil {
                return .paid(try WeChatPayOutcomeMapping(settings).paidNotice(message.body))
            }
            return .refundMoved(refundNumber: try refundNumber(message.body))
        } catch {
            throw UnusableNotification(error.doubt)
        }
    }

    package func reply(to message: NotificationMessage, isTaken: Bool) -> NotificationReply {
        let fields =
            isTaken
            ? [FlatXML.Field("return_code", "SUCCESS"), FlatXML.Field("return_msg", "OK")]
            : [FlatXML.Field("return_code", "FAIL"), FlatXML.Field("return_msg", "LATER")]
        return NotificationReply(
            status: 200, contentType: "text/xml; charset=utf-8", body: FlatXML.text(of: fields))
    }

    private func refundNumber(_ body: [UInt8]) throws(UnusableAnswer) -> String {
        let envelope = try fields(body, root: "xml")
        guard envelope.text("return_code") == "SUCCESS" else {
            throw UnusableAnswer(.unlistedCode, "return_code")
        }
        for (name, ours) in [("appid", settings.appID), ("mch_id", settings.merchantID)] {
            guard let theirs = envelope.text(name) else {
                throw UnusableAnswer(.malformed, "no " + name)
            }
            guard theirs == ours else { throw UnusableAnswer(.foreignAnswer, name) }
        }
        // The key's hash as text, 32 letters, is the cipher's key.
        let hash = Hex.lower(Digest.md5(Array(settings.key.value.utf8)))
        guard let hidden = envelope.text("req_info").flatMap(Base64.bytes),
            let plain = AES256(key: Array(hash.utf8))?.openedECB(hidden)
        else { throw UnusableAnswer(.badSignature, "req_info") }
        let told = try fields(plain, root: "root")
        guard let number = WireText.identifier(told.text("out_refund_no"), lengthMax: 64) else {
            throw UnusableAnswer(.malformed, "out_refund_no")
        }
        return number
    }

    private func fields(_ body: [UInt8], root: String) throws(UnusableAnswer) -> FlatXML {
        do {
            return try FlatXML(reading: body, root: root)
        } catch {
            throw UnusableAnswer(.malformed, "XML")
        }
    }
}
