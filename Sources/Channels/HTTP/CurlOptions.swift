// Every option that decides where a request goes and what is trusted. All are set on every request
// and all are checked: an option that did not take would be a hole nobody sees.

internal import CCurl

/// The options of one easy handle.
@safe struct CurlOptions {
    private let handle: UnsafeMutableRawPointer

    init(_ handle: UnsafeMutableRawPointer) {
        unsafe self.handle = handle
    }

    /// A kept connection older than this is not used again: servers close idle ones, and a dead one
    /// costs a payment in doubt, a new one some tens of milliseconds.
    ///
    /// *Unit*: seconds.
    private static let idleMax = 15

    func apply(_ settings: HTTPSettings, to request: HTTPRequest) -> Bool {
        target(request) && limits(settings) && trust(settings, request)
    }

    private func target(_ request: HTTPRequest) -> Bool {
        set(CURLOPT_URL, request.url)
            && set(request.method == .get ? CURLOPT_HTTPGET : CURLOPT_POST, 1)
            && set(CURLOPT_PROTOCOLS_STR, "http,https")
            && set(CURLOPT_FOLLOWLOCATION, 0)
            // The empty text switches off the proxies of the environment.
            && set(CURLOPT_PROXY, "")
            // One request per connection at a time: HTTP/2 would send a refused stream again.
            && set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
            && set(CURLOPT_USERAGENT, "Counterfoil")
    }

    private func limits(_ settings: HTTPSettings) -> Bool {
        set(CURLOPT_NOSIGNAL, 1)
            && set(CURLOPT_CONNECTTIMEOUT_MS, settings.connectTimeoutMilliseconds)
            && set(CURLOPT_TIMEOUT_MS, settings.answerTimeoutMilliseconds)
            && set(CURLOPT_MAXAGE_CONN, CurlOptions.idleMax)
            && silence(settings)
    }

    private func silence(_ settings: HTTPSettings) -> Bool {
        guard let seconds = settings.silenceMaxSeconds else { return true }
        // Less than a byte in a second counts as nothing; a paused transfer is not counted.
        return set(CURLOPT_LOW_SPEED_LIMIT, 1) && set(CURLOPT_LOW_SPEED_TIME, seconds)
    }

    private func trust(_ settings: HTTPSettings, _ request: HTTPRequest) -> Bool {
        guard set(CURLOPT_SSL_VERIFYPEER, 1), set(CURLOPT_SSL_VERIFYHOST, 2),
            set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
        else { return false }
        if let file = settings.caFile, !set(CURLOPT_CAINFO, file) { return false }
        guard request.showsCertificate, let certificate = settings.clientCertificate else {
            return true
        }
        return set(CURLOPT_SSLCERTTYPE, "PEM")
            && set(CURLOPT_SSLCERT, certificate.certificateFile)
            && set(CURLOPT_SSLKEYTYPE, "PEM")
            && set(CURLOPT_SSLKEY, certificate.keyFile)
    }

    private func set(_ option: CURLoption, _ value: Int) -> Bool {
        unsafe ccurl_set_number(handle, option, value) == CURLE_OK
    }

    private func set(_ option: CURLoption, _ value: String) -> Bool {
        unsafe ccurl_set_text(handle, option, value) == CURLE_OK
    }
}
