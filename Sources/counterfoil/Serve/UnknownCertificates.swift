// Alipay changes the certificate that it signs by, and from then on every payment stays in doubt until
// the new one is installed. That is worth one line, not one for each answer.

internal import Logging
internal import Synchronization

final class UnknownCertificates: Sendable {
    /// A bound on memory and on the log, whatever an answer that proves nothing may name.
    private static let countMax = 16

    private let said = Mutex<Set<String>>([])
    private let logger: Logger

    init(logger: Logger) {
        self.logger = logger
    }

    /// Says once of each certificate, for the account that is set up at `place`, that it is missing.
    func teller(_ place: String) -> @Sendable (_ serial: String) -> Void {
        { serial in self.say(serial, place) }
    }

    private func say(_ serial: String, _ place: String) {
        let isNew = said.withLock { said in
            said.count < UnknownCertificates.countMax && said.insert(place + " " + serial).inserted
        }
        guard isNew else { return }
        logger.error(
            "Alipay names a certificate that is not installed; its answers prove nothing",
            metadata: [
                "alipay_cert_sn": "\(serial)", "setting": "\(place).alipay.alipayCertificate2",
            ])
    }
}
