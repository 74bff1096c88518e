using System.Linq;
using Octavo.Compiler;
using Octavo.Compiler.Import;
using Octavo.Compiler.Reference;
using Octavo.Generator.Tests.Support;
using Xunit;

namespace Octavo.Generator.Tests.Import;

public sealed class ClipTests
{
    /// <summary>Exporters narrow the range of codes this way, see fbgemm's 7-bit activations and Brevitas.</summary>
    [Fact]
    public void A_clip_between_quantize_and_dequantize_clips_codes()
    {
        ModelSource source = new OnnxBuilder()
            .Input("x", ElementType.Float32, 256)
            .Scalar("scale", 0.5f).Scalar("zero", (byte)100).Scalar("low", (byte)3).Scalar("high", (byte)127)
            .Node("QuantizeLinear", ["x", "scale", "zero"], ["q"])
            .Node("Clip", ["q", "low", "high"], ["c"])
            .Node("DequantizeLinear", ["c", "scale", "zero"], ["y"])
            .Output("y")
            .Source();

        Graph graph = OnnxImporter.Import(source, new CompilerOptions("Model")).Graph;

        float[] reals = [.. Enumerable.Range(0, 256).Select(code => (code - 100) * 0.5f)];
        float[] expected = [.. Enumerable.Range(0, 256).Select(code => (System.Math.Clamp(code, 3, 127) - 100) * 0.5f)];
        Assert.Equal(expected, Evaluator.Run(graph, [TensorData.Floats(new Shape(256), reals)]).Single().ToFloats());
    }
}
