import Anatomy
import Foundation
import Hummingbird

/// The files that the page is made of, read once.
struct Assets {
    struct File: Sendable {
        let bytes: Data
        let type: String
        let tag: String
    }

    let files: [String: File]

    /// - Throws: ``AnatomyError`` when the folder or the page is missing.
    init() throws(AnatomyError) {
        let folder = try ResourceFolder.of(target: "Web")
        let types = [
            "html": "text/html; charset=utf-8", "css": "text/css; charset=utf-8",
            "js": "text/javascript; charset=utf-8", "svg": "image/svg+xml",
            "webmanifest": "application/manifest+json",
        ]
        var files: [String: File] = [:]
        for (ending, type) in types {
            for name in folder.files(in: ".", ending: ".\(ending)") {
                let bytes = try folder.data(name)
                var hash: UInt64 = 0xcbf2_9ce4_8422_2325
                for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
                files[name.replacing("./", with: "")] = File(
                    bytes: bytes, type: type, tag: "\"\(String(hash, radix: 16))\""
                )
            }
        }
        guard files["index.html"] != nil else { throw .unreadable(file: "index.html", reason: "not found") }
        self.files = files
    }
}

/// The page itself and its files.
struct PageRoutes: Sendable {
    let assets: Assets

    func add(to router: Router<ServerContext>) {
        router.get("/") { request, _ in answer("index.html", request) }
        router.get("/assets/{name}") { request, context in
            answer(try context.parameters.require("name"), request)
        }
        router.get("/favicon.ico") { request, _ in answer("icon.svg", request) }
    }

    private func answer(_ name: String, _ request: Request) -> Response {
        guard let file = assets.files[name] else {
            return .json(Data("{\"error\":{\"problem\":\"there is nothing at this address\"}}".utf8), status: .notFound)
        }
        if request.headers[.ifNoneMatch] == file.tag {
            return Response(status: .notModified, headers: [.eTag: file.tag])
        }
        return Response(
            status: .ok,
            headers: [.contentType: file.type, .eTag: file.tag, .cacheControl: "no-cache"],
            body: .init(byteBuffer: ByteBuffer(bytes: file.bytes))
        )
    }
}
