// The library under this module is one for the whole process: the database's connections and the
// channels' calls encrypt with it, too, each on a thread of its own.

internal import COpenSSL

/// The cryptographic library itself.
package enum CryptographicLibrary {
    /// Keeps the library whole until the process is gone; to be called before anything uses it.
    ///
    /// By itself it takes itself apart when `main` returns or `exit` is called, and a thread that is
    /// still closing a connection then crashes a process whose work is done.
    package static func stayUntilTheEnd() {
        _ = OPENSSL_init_crypto(UInt64(OPENSSL_INIT_NO_ATEXIT), nil)
    }
}
