// The limits of every call. None of them comes from the environment: a proxy variable in somebody's
// shell must not decide where payments go.

/// How requests are sent.
package struct HTTPSettings: Equatable, Sendable {
    /// *Unit*: milliseconds.
    package var connectTimeoutMilliseconds: Int
    /// From the start of the connection to the last byte of the answer.
    ///
    /// *Unit*: milliseconds.
    package var answerTimeoutMilliseconds: Int
    /// Certificates to trust instead of the system's (PEM).
    package var caFile: String?
    package var clientCertificate: ClientCertificate?
    /// An answer of a channel has a few kilobytes.
    ///
    /// *Unit*: bytes.
    package var bodyMax: Int
    /// Requests under way at once; more are refused, so that a dead channel cannot pile them up.
    package var inFlightMax: Int
    /// A download that brings nothing for so long is given up.
    package var silenceMaxSeconds: Int?

    package init(
        connectTimeoutMilliseconds: Int, answerTimeoutMilliseconds: Int, caFile: String? = nil,
        clientCertificate: ClientCertificate? = nil, bodyMax: Int = 1 << 20,
        inFlightMax: Int = 512
    ) {
        self.connectTimeoutMilliseconds = connectTimeoutMilliseconds
        self.answerTimeoutMilliseconds = answerTimeoutMilliseconds
        self.caFile = caFile
        self.clientCertificate = clientCertificate
        self.bodyMax = bodyMax
        self.inFlightMax = inFlightMax
    }
}

/// The certificate that WeChat Pay gave the merchant, as two PEM files.
package struct ClientCertificate: Equatable, Sendable {
    package let certificateFile: String
    package let keyFile: String

    package init(certificateFile: String, keyFile: String) {
        self.certificateFile = certificateFile
        self.keyFile = keyFile
    }
}
