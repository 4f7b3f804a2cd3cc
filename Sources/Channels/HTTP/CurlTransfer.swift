// One request on its way, and the proof of whether it left. libcurl calls `beforeSending` when a
// connection stands and before it writes the first byte of a request: as long as that was not
// called, nothing was sent.
//
// Trap: when a kept connection turns out to be dead, libcurl connects anew and sends the request a
// second time by itself. The first may have been received, so the second is refused in the same
// callback; otherwise a refused second connection would look as if nothing had ever been sent.

internal import CCurl

/// A request under way; lives on the loop's thread.
@safe final class CurlTransfer {
    let job: HTTPJob
    private let handle: UnsafeMutableRawPointer
    private let headers: UnsafeMutablePointer<curl_slist>?
    private let bodyMax: Int
    private var body: [UInt8] = []
    private var headerCount = 0
    private var answerHeaders: [HTTPHeader] = []
    private var areHeadersComplete = false
    private var isTooLarge = false
    private var hasBegunPipe = false
    /// How often a request was about to be written on a connection.
    private var sends = 0

    /// An honest answer has a dozen header lines.
    ///
    /// *Unit*: bytes.
    private static let headersMax = 65_536

    /// Nil when libcurl does not take one of the options, so that nothing is sent without them.
    init?(_ job: HTTPJob, _ settings: HTTPSettings) {
        guard let handle = unsafe curl_easy_init() else { return nil }
        self.job = job
        unsafe self.handle = handle
        bodyMax = settings.bodyMax
        // "Expect:" with nothing after it switches off the extra round trip before large bodies.
        let lines =
            ["Content-Type: " + job.request.contentType, "Expect:"]
            + job.request.headers.value.map { $0.name + ": " + $0.value }
        unsafe headers = unsafe CurlTransfer.list(lines)
        let options = unsafe CurlOptions(handle)
        let body = job.request.body.value
        guard options.apply(settings, to: job.request), unsafe headers != nil,
            unsafe ccurl_set_headers(handle, headers) == CURLE_OK,
            unsafe job.request.method == .get
                || ccurl_set_post_body(handle, body, body.count) == CURLE_OK,
            unsafe ccurl_set_callbacks(
                handle, CurlTransfer.takeBody, CurlTransfer.takeHeader,
                CurlTransfer.beforeSending, Unmanaged.passUnretained(self).toOpaque()) == CURLE_OK
        else { return nil }
    }

    /// The lines as libcurl wants them; nil when one of them could not be taken.
    private static func list(_ lines: [String]) -> UnsafeMutablePointer<curl_slist>? {
        var list: UnsafeMutablePointer<curl_slist>?
        for line in lines {
            guard let longer = unsafe curl_slist_append(list, line) else {
                unsafe curl_slist_free_all(list)
                return nil
            }
            unsafe list = longer
        }
        return unsafe list
    }

    deinit {
        unsafe curl_easy_cleanup(handle)
        unsafe curl_slist_free_all(headers)
    }

    /// The handle's address, by which libcurl names finished transfers.
    var name: UInt { unsafe UInt(bitPattern: handle) }

    func withHandle<Result>(_ body: (UnsafeMutableRawPointer) -> Result) -> Result {
        unsafe body(handle)
    }

    /// What libcurl's result means.
    func outcome(_ result: CURLcode) -> HTTPOutcome {
        if isTooLarge { return .lost(.tooLarge, detail: "answer too large") }
        if result == CURLE_OK {
            // libcurl takes a connection that is closed amid the headers for an empty answer.
            guard areHeadersComplete else {
                return .lost(.connection, detail: "headers cut off")
            }
            var status = 0
            guard unsafe ccurl_get_number(handle, CURLINFO_RESPONSE_CODE, &status) == CURLE_OK
            else { return .lost(.connection, detail: "no status") }
            beginPipe(status)
            return .answered(status: status, body: body, headers: answerHeaders)
        }
        let detail = unsafe String(cString: curl_easy_strerror(result))
        if sends == 0 { return outcomeBeforeSending(result, detail) }
        if result == CURLE_OPERATION_TIMEDOUT { return .lost(.timeout, detail: detail) }
        if sends > 1 { return .lost(.connection, detail: "kept connection was dead") }
        return .lost(.connection, detail: detail)
    }

    /// The loop gives up on it.
    func wasAbandoned(_ lost: HTTPOutcome.Lost, _ detail: String) -> HTTPOutcome {
        .lost(lost, detail: detail)
    }

    private func outcomeBeforeSending(_ result: CURLcode, _ detail: String) -> HTTPOutcome {
        if result == CURLE_COULDNT_RESOLVE_HOST || result == CURLE_COULDNT_CONNECT {
            return .neverSent(detail: detail)
        }
        // A time-out while connecting: a connection that stood would have a port at our end.
        var port = -1
        let code = unsafe ccurl_get_number(handle, CURLINFO_LOCAL_PORT, &port)
        if result == CURLE_OPERATION_TIMEDOUT, code == CURLE_OK, port == 0 {
            return .neverSent(detail: "connect time-out")
        }
        return .lost(.handshake, detail: detail)
    }

    private func take(_ bytes: UnsafeBufferPointer<CChar>) -> Int {
        if let pipe = job.pipe { return unsafe pass(bytes, into: pipe) }
        guard body.count + bytes.count <= bodyMax else {
            isTooLarge = true
            return 0
        }
        unsafe body.append(contentsOf: bytes.lazy.map { UInt8(bitPattern: $0) })
        return bytes.count
    }

    /// A piece of a download: taken, held up, or refused.
    private func pass(_ bytes: UnsafeBufferPointer<CChar>, into pipe: HTTPPipe) -> Int {
        var status = 0
        guard unsafe ccurl_get_number(handle, CURLINFO_RESPONSE_CODE, &status) == CURLE_OK else {
            return 0
        }
        beginPipe(status)
        switch unsafe pipe.offer(bytes.map { UInt8(bitPattern: $0) }) {
        case .taken: return bytes.count
        case .full: return Int(CURL_WRITEFUNC_PAUSE)
        case .closed: return 0
        }
    }

    private func beginPipe(_ status: Int) {
        guard let pipe = job.pipe, !hasBegunPipe else { return }
        hasBegunPipe = true
        pipe.begin(status: status, headers: answerHeaders)
    }

    /// Lets a download that was held up go on.
    func goOn() {
        _ = unsafe curl_easy_pause(handle, Int32(CURLPAUSE_CONT))
    }

    /// One header line, or the empty line that ends them.
    private func takeHeader(_ bytes: UnsafeBufferPointer<CChar>) -> Int {
        headerCount += bytes.count
        if bytes.count <= 2 { areHeadersComplete = true }
        guard headerCount <= CurlTransfer.headersMax else {
            isTooLarge = true
            return 0
        }
        let line = unsafe String(
            decoding: bytes.lazy.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        if line.hasPrefix("HTTP/") {
            // A head of its own, after a "100 Continue".
            answerHeaders = []
        } else if let colon = line.firstIndex(of: ":") {
            answerHeaders.append(
                HTTPHeader(
                    String(line[..<colon]), WireText.trimmed(line[line.index(after: colon)...])))
        }
        return bytes.count
    }

    private func mayBeSent() -> Bool {
        sends += 1
        return sends == 1
    }
}

extension CurlTransfer {
    private static func transfer(_ context: UnsafeMutableRawPointer?) -> CurlTransfer? {
        guard let context = unsafe context else { return nil }
        return unsafe Unmanaged<CurlTransfer>.fromOpaque(context).takeUnretainedValue()
    }

    fileprivate static let takeBody: ccurl_taker = { bytes, size, count, context in
        guard let transfer = unsafe transfer(context), let bytes = unsafe bytes else { return 0 }
        return unsafe transfer.take(UnsafeBufferPointer(start: bytes, count: size &* count))
    }

    fileprivate static let takeHeader: ccurl_taker = { bytes, size, count, context in
        guard let transfer = unsafe transfer(context), let bytes = unsafe bytes else { return 0 }
        return unsafe transfer.takeHeader(
            UnsafeBufferPointer(start: bytes, count: size &* count))
    }

    fileprivate static let beforeSending: ccurl_before_sending = { context, _, _, _, _ in
        unsafe transfer(context)?.mayBeSent() == true
            ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT
    }
}
