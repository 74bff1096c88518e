using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Octavo.Benchmarks.OnnxRuntime;
using Octavo.Compiler;
using Octavo.Compiler.Onnx;

namespace Octavo.Conformance.Suites;

/// <summary>Runs models with ONNX Runtime, where it is installed.</summary>
internal static class PeerRun
{
    private static readonly Lazy<OrtEnvironment?> _environment = new(Open);

    /// <returns>The outputs, all optimizations on; null when ONNX Runtime is not installed or refuses the model.</returns>
    public static IReadOnlyList<TensorData>? Outputs(string path, IReadOnlyList<TensorData> inputs, IReadOnlyList<OnnxValueInfo> outputs)
    {
        if (_environment.Value is not { } environment || !outputs.All(o => o.TypeName == "tensor" && Enum.IsDefined((OrtElementType)o.DataType)))
        {
            return null;
        }

        try
        {
            using OrtSession session = OrtSession.Open(environment, path, threads: 1);
            session.SetInputs([.. inputs.Select(i => (i.Shape.Dimensions.Select(d => (long)d).ToArray(), i.Bytes))]);
            session.Run();
            long[][] shapes = session.GetOutputShapes();
            return [.. session.GetOutputs().Select((bytes, i) => new TensorData(
                OnnxDataType.ToElementType(outputs[i].DataType)!.Value, new Shape(shapes[i].Select(d => (int)d)), bytes))];
        }
        catch (Exception e) when (e is InvalidOperationException or NotSupportedException)
        {
            return null;
        }
    }

    private static OrtEnvironment? Open()
    {
        try
        {
            return OrtEnvironment.Create();
        }
        catch (Exception e) when (e is FileNotFoundException or DllNotFoundException or NotSupportedException)
        {
            return null;
        }
    }
}
