// One error for the whole module, and deliberately dull: a key or a PIN that could not be used must
// not end up in a log because somebody printed why.

/// Why a cryptographic operation could not be done; never carries key material.
package enum CryptographyError: Error, Equatable, Sendable {
    /// The text is not a key in a form that is understood.
    case unreadableKey
    /// The text is no certificate, or not one alone where one is wanted.
    case unreadableCertificate
    /// The library refused; the name of the step that failed.
    case failed(String)
}
