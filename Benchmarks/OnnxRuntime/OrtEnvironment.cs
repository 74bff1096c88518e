using System;
using System.IO;

namespace Octavo.Benchmarks.OnnxRuntime;

/// <summary>ONNX Runtime in this process.</summary>
internal sealed class OrtEnvironment : IDisposable
{
    private OrtEnvironment(OrtApi api)
    {
        Api = api;
        Handle = api.CreateEnvironment();
    }

    public OrtApi Api { get; }

    public nint Handle { get; }

    /// <exception cref="FileNotFoundException">The library is not installed; the message says how to.</exception>
    public static OrtEnvironment Create() => new(OrtLibrary.Load());

    public void Dispose() => Api.ReleaseEnvironment(Handle);
}
