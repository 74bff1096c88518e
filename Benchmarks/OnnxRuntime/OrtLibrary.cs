using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;

namespace Octavo.Benchmarks.OnnxRuntime;

/// <summary>Finds and loads ONNX Runtime's shared library; it is not part of the repository.</summary>
internal static unsafe class OrtLibrary
{
    /// <summary>The environment variable that names the library.</summary>
    public const string Variable = "OCTAVO_ONNXRUNTIME";
    private const uint ApiVersion = 20;

    /// <exception cref="FileNotFoundException">The library is not installed; the message says how to.</exception>
    public static OrtApi Load()
    {
        nint library = NativeLibrary.Load(Locate());
        var getBase = (delegate* unmanaged<void**>)NativeLibrary.GetExport(library, "OrtGetApiBase");
        void** apiBase = getBase();
        var getApi = (delegate* unmanaged<uint, void**>)apiBase[0];
        var getVersion = (delegate* unmanaged<byte*>)apiBase[1];
        string version = Marshal.PtrToStringUTF8((nint)getVersion())!;
        void** table = getApi(ApiVersion);
        return table != null
            ? new OrtApi(table)
            : throw new NotSupportedException($"ONNX Runtime {version} does not offer version {ApiVersion} of its interface.");
    }

    /// <exception cref="FileNotFoundException">The library is not installed; the message says how to.</exception>
    public static string Locate()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } path)
        {
            return File.Exists(path) ? path : throw new FileNotFoundException($"{Variable} names '{path}', which does not exist.");
        }

        string architecture = RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();
        string relative = Path.Combine("artifacts", "onnxruntime", "node_modules", "onnxruntime-node", "bin", "napi-v6", "linux", architecture, "libonnxruntime.so.1");
        return Ancestors(AppContext.BaseDirectory).Concat(Ancestors(Environment.CurrentDirectory))
            .Select(folder => Path.Combine(folder, relative))
            .FirstOrDefault(File.Exists)
            ?? throw new FileNotFoundException($"ONNX Runtime is not installed: run Benchmarks/install-onnxruntime.sh, or name its library in {Variable}.");
    }

    private static IEnumerable<string> Ancestors(string folder)
    {
        for (var current = new DirectoryInfo(folder); current is not null; current = current.Parent)
        {
            yield return current.FullName;
        }
    }
}
