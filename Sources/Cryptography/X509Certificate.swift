// Certificates as a wallet hands them out: read once, into plain values. Which of them may be trusted
// is said by configuration alone; a chain is followed only to what was given there.

internal import COpenSSL

/// A certificate (X.509).
package struct X509Certificate: Equatable, Sendable {
    private let der: [UInt8]
    /// Who issued it, as RFC 2253 writes names: the last part first, `CN=…,OU=…,O=…,C=…`.
    package let issuer: String
    /// The serial number, in decimal.
    package let serial: String
    /// Seconds since 1970.
    package let validFrom: Int64
    package let validUntil: Int64
    /// Whether its issuer signed it with RSA; bundles hold others, too.
    package let isSignedWithRSA: Bool

    /// All certificates of a text: PEM with any number of them, or one in bare Base64.
    ///
    /// *Errors*: `CryptographyError.unreadableCertificate`, also when there is none.
    package static func list(_ text: String) throws(CryptographyError) -> [X509Certificate] {
        guard text.utf8.count <= lengthMax else { throw .unreadableCertificate }
        let head = "-----BEGIN CERTIFICATE-----"
        let end = "-----END CERTIFICATE-----"
        guard text.contains("-----") else {
            return [try X509Certificate(body: text[...])]
        }
        var certificates: [X509Certificate] = []
        var rest = text[...]
        while let start = rest.firstRange(of: head) {
            rest = rest[start.upperBound...]
            guard let stop = rest.firstRange(of: end) else { throw .unreadableCertificate }
            certificates.append(try X509Certificate(body: rest[..<stop.lowerBound]))
            rest = rest[stop.upperBound...]
        }
        guard !certificates.isEmpty else { throw .unreadableCertificate }
        return certificates
    }

    /// A bundle of a few certificates is a tenth of it.
    private static let lengthMax = 65_536

    private init(body: Substring) throws(CryptographyError) {
        let units = body.utf8.filter { ![9, 10, 13, 32].contains($0) }
        guard let der = Base64.bytes(units: units), !der.isEmpty else {
            throw .unreadableCertificate
        }
        try self.init(der: der)
    }

    private init(der: [UInt8]) throws(CryptographyError) {
        self.der = der
        defer { ERR_clear_error() }
        guard let certificate = unsafe X509Certificate.parsed(der) else {
            throw .unreadableCertificate
        }
        defer { unsafe X509_free(certificate) }
        guard let issuer = unsafe X509Certificate.issuer(of: certificate),
            let serial = unsafe X509Certificate.serial(of: certificate),
            let from = unsafe X509Certificate.seconds(X509_get0_notBefore(certificate)),
            let until = unsafe X509Certificate.seconds(X509_get0_notAfter(certificate))
        else { throw .unreadableCertificate }
        self.issuer = issuer
        self.serial = serial
        validFrom = from
        validUntil = until
        var keyKind: Int32 = 0
        let signature = unsafe X509_get_signature_nid(certificate)
        let isKnown = unsafe OBJ_find_sigid_algs(signature, nil, &keyKind) == 1
        isSignedWithRSA =
            isKnown && (keyKind == NID_rsaEncryption || keyKind == NID_rsassaPss)
    }

    /// Its key as SubjectPublicKeyInfo PEM.
    ///
    /// *Errors*: `CryptographyError.unreadableKey` when it is no RSA key.
    package func publicKeyPEM() throws(CryptographyError) -> String {
        defer { ERR_clear_error() }
        guard let certificate = unsafe X509Certificate.parsed(der) else { throw .unreadableKey }
        defer { unsafe X509_free(certificate) }
        guard let key = unsafe X509_get_pubkey(certificate) else { throw .unreadableKey }
        let handle = try unsafe KeyHandle(owning: key)
        return KeyText.pem(
            try unsafe handle.der { key, place in unsafe i2d_PUBKEY(key, place) },
            label: "PUBLIC KEY")
    }

    /// Whether a chain over `others` leads to one of the roots.
    ///
    /// Dates are not looked at here: what to do about them depends on whose certificate it is.
    package func leads(to roots: [X509Certificate], by others: [X509Certificate]) -> Bool {
        defer { ERR_clear_error() }
        guard let certificate = unsafe X509Certificate.parsed(der),
            let store = unsafe X509_STORE_new(), let context = unsafe X509_STORE_CTX_new(),
            let chain = unsafe OPENSSL_sk_new_null()
        else { return false }
        var held = unsafe [certificate]
        defer {
            unsafe X509_STORE_CTX_free(context)
            unsafe X509_STORE_free(store)
            unsafe OPENSSL_sk_free(chain)
            while let one = unsafe held.popLast() { unsafe X509_free(one) }
        }
        for root in roots {
            guard let root = unsafe X509Certificate.parsed(root.der) else { return false }
            unsafe held.append(root)
            unsafe X509_STORE_add_cert(store, root)
        }
        for other in others {
            guard let other = unsafe X509Certificate.parsed(other.der) else { return false }
            unsafe held.append(other)
            unsafe OPENSSL_sk_push(chain, UnsafeRawPointer(other))
        }
        guard unsafe X509_STORE_CTX_init(context, store, certificate, chain) == 1 else {
            return false
        }
        unsafe X509_STORE_CTX_set_flags(context, UInt(X509_V_FLAG_NO_CHECK_TIME))
        return unsafe X509_verify_cert(context) == 1
    }

    private static func parsed(_ der: [UInt8]) -> OpaquePointer? {
        unsafe der.withUnsafeBufferPointer { buffer in
            var place = buffer.baseAddress
            return unsafe d2i_X509(nil, &place, buffer.count)
        }
    }

    private static func issuer(of certificate: OpaquePointer) -> String? {
        // RFC 2253, but for letters beyond ASCII: those are hashed as UTF-8 and not as \-escapes.
        let flags =
            UInt(XN_FLAG_SEP_COMMA_PLUS) | UInt(XN_FLAG_DN_REV) | UInt(XN_FLAG_DUMP_UNKNOWN_FIELDS)
            | UInt(ASN1_STRFLGS_ESC_2253) | UInt(ASN1_STRFLGS_ESC_CTRL)
            | UInt(ASN1_STRFLGS_UTF8_CONVERT) | UInt(ASN1_STRFLGS_DUMP_UNKNOWN)
            | UInt(ASN1_STRFLGS_DUMP_DER)
        guard let memory = unsafe BIO_new(BIO_s_mem()) else { return nil }
        defer { unsafe BIO_free(memory) }
        let name = unsafe X509_get_issuer_name(certificate)
        guard unsafe X509_NAME_print_ex(memory, name, 0, flags) >= 0 else { return nil }
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 1_024)
        while true {
            let count = unsafe BIO_read(memory, &piece, Int32(piece.count))
            guard count > 0 else { break }
            bytes += piece.prefix(Int(count))
        }
        return String(validating: bytes, as: UTF8.self)
    }

    private static func serial(of certificate: OpaquePointer) -> String? {
        guard
            let number = unsafe ASN1_INTEGER_to_BN(X509_get0_serialNumber(certificate), nil)
        else { return nil }
        defer { unsafe BN_free(number) }
        guard let digits = unsafe BN_bn2dec(number) else { return nil }
        defer { unsafe CRYPTO_free(digits, "", 0) }
        return unsafe String(validatingCString: digits)
    }

    private static func seconds(_ time: UnsafePointer<ASN1_TIME>?) -> Int64? {
        guard let epoch = unsafe ASN1_TIME_set(nil, 0) else { return nil }
        defer { unsafe ASN1_TIME_free(epoch) }
        var (days, seconds): (Int32, Int32) = (0, 0)
        guard unsafe ASN1_TIME_diff(&days, &seconds, epoch, time) == 1 else { return nil }
        return Int64(days) * 86_400 + Int64(seconds)
    }
}
