// Owns one multi handle of libcurl: the connections that are kept open between requests.

internal import CCurl

/// A multi handle.
///
/// All but `wakeUp` is to be called on the loop's thread only.
@safe final class CurlMulti: Sendable {
    // Never written after init. Only curl_multi_wakeup is called from other threads, which is what
    // it is for; the rest stays on one thread (curl_multi_wakeup, man3).
    private nonisolated(unsafe) let handle: UnsafeMutableRawPointer

    /// Idle connections that are kept: about as many as tills that pay within the same seconds.
    private static let connectionsKeptMax = 64

    init() throws(TransportError) {
        guard let handle = unsafe curl_multi_init() else { throw .notAvailable }
        unsafe self.handle = handle
        _ = unsafe ccurl_set_multi_number(
            handle, CURLMOPT_MAXCONNECTS, CurlMulti.connectionsKeptMax)
    }

    deinit {
        _ = unsafe curl_multi_cleanup(handle)
    }

    func wakeUp() {
        _ = unsafe curl_multi_wakeup(handle)
    }

    /// Starts a transfer; false when libcurl refuses it, and then nothing was sent.
    func add(_ transfer: CurlTransfer) -> Bool {
        unsafe transfer.withHandle { easy in
            unsafe curl_multi_add_handle(handle, easy) == CURLM_OK
        }
    }

    func remove(_ transfer: CurlTransfer) {
        unsafe transfer.withHandle { easy in
            _ = unsafe curl_multi_remove_handle(handle, easy)
        }
    }

    /// Does what can be done without waiting; false when libcurl itself failed.
    func perform() -> Bool {
        var running: Int32 = 0
        return unsafe curl_multi_perform(handle, &running) == CURLM_OK
    }

    /// Waits until something can be done, somebody calls `wakeUp`, or the time is over.
    func wait(milliseconds: Int32) -> Bool {
        unsafe curl_multi_poll(handle, nil, 0, milliseconds, nil) == CURLM_OK
    }

    /// The next finished transfer by the name of its handle, with libcurl's result.
    func nextFinished() -> (name: UInt, result: CURLcode)? {
        var easy: UnsafeMutableRawPointer?
        var result = CURLE_OK
        guard unsafe ccurl_next_finished(handle, &easy, &result) == 1 else { return nil }
        return (UInt(bitPattern: easy), result)
    }
}
