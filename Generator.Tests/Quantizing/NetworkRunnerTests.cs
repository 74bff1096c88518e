using System;
using System.Linq;
using System.Runtime.InteropServices;
using Octavo.Compiler;
using Octavo.Compiler.Import;
using Octavo.Compiler.Quantizing;
using Octavo.Compiler.Reference;
using Octavo.Tool.Execution;
using Xunit;

namespace Octavo.Generator.Tests.Quantizing;

public class NetworkRunnerTests
{
    /// <summary>The reference evaluates the model as it was imported, without any pass; a fold of constants may round elsewhere.</summary>
    [Fact]
    public void Every_result_is_the_reference_evaluators()
    {
        float[] x = SmallNetwork.Sample(1);
        using NetworkRunner network = NetworkRunner.Load(SmallNetwork.Source, new CompilerOptions("Network"), 2, null);
        network.Run([x]);
        Assert.Equal(["y", "c1", "n1", "r1", "c2", "a", "p", "q", "f"], network.Outputs.Select(o => o.Name));

        var options = new CompilerOptions("Network");
        ExposedModel exposed = TensorExposure.Expose(SmallNetwork.Source, options);
        Graph graph = OnnxImporter.Import(exposed.Source, options).Graph;
        var expected = Evaluator.Run(graph, [new TensorData(ElementType.Float32, new Shape(1, 3, 8, 8), MemoryMarshal.AsBytes<float>(x).ToArray())]);
        for (int i = 0; i < expected.Count; i++)
        {
            float[] values = expected[i].ToFloats(), actual = network.Floats(i);
            float tolerance = 1e-5f * values.Max(MathF.Abs);
            Assert.All(values.Zip(actual), pair => Assert.InRange(pair.Second, pair.First - tolerance, pair.First + tolerance));
        }
    }
}
