import ArgumentParser
import Clinic
import Foundation
import Web

/// `tautband serve`: the page.
struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Serve the drawing page. Nothing is stored.")

    @Option(help: "Address to listen on; keep to loopback unless something in front adds TLS and access control.")
    var host = "127.0.0.1"

    @Option(help: "Port; 0 lets the system choose. Default: the environment's PORT, else 8080.")
    var port: Int?

    func run() async throws {
        let named = ProcessInfo.processInfo.environment["PORT"]
        if port == nil, let named, !named.isEmpty, Int(named) == nil {
            throw ValidationError("PORT '\(named)' is not a number.")
        }
        let wanted = port ?? named.flatMap { Int($0) } ?? 8080
        guard (0...65_535).contains(wanted) else { throw ValidationError("Port \(wanted) is outside 0 to 65535.") }
        let product = try Product.load()
        let host = host
        do {
            try await Server(product: product, host: host, port: wanted).run { port in
                print("Tautband is ready at http://\(host):\(port)  (Ctrl-C ends it)")
                fflush(nil)
            }
        } catch let error as any CustomStringConvertible & Error where "\(error)".contains("ddress") {
            throw Failure("cannot listen on \(host):\(wanted): \(error). Choose another port with PORT=8081.")
        }
    }
}
