using System;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using Octavo.Benchmarks.OnnxRuntime;
using Octavo.Generator.Tests.Support;
using Octavo.Harness;
using Xunit;

namespace Octavo.Generator.Tests.Quantizing;

/// <summary>A model with float outputs in ONNX Runtime, beside the generated code of the same; the test is skipped where ONNX Runtime is not installed.</summary>
internal sealed class Ort : IDisposable
{
    private readonly OrtEnvironment _environment;
    private readonly OrtSession _session;

    public Ort(byte[] onnx, bool keepSigned = false)
    {
        try
        {
            _environment = OrtEnvironment.Create();
        }
        catch (Exception e) when (e is FileNotFoundException or DllNotFoundException)
        {
            Skip.If(true, e.Message);
            throw;
        }

        using var folder = new TemporaryFolder();
        _session = OrtSession.Open(_environment, folder.Write("model.onnx", onnx), 1, keepSigned);
    }

    public float[][] Run(CompiledNetwork network, Array[] inputs)
    {
        _session.SetInputs([.. inputs.Select((input, i) => (network.Inputs[i].Shape.Select(d => (long)d).ToArray(), Bytes(input)))]);
        _session.Run();
        return [.. _session.GetOutputs().Select(bytes => MemoryMarshal.Cast<byte, float>(bytes).ToArray())];
    }

    private static byte[] Bytes(Array array)
    {
        byte[] bytes = new byte[Buffer.ByteLength(array)];
        Buffer.BlockCopy(array, 0, bytes, 0, bytes.Length);
        return bytes;
    }

    public void Dispose()
    {
        _session.Dispose();
        _environment.Dispose();
    }
}
