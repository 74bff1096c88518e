using System.IO;
using Octavo.Compiler;
using Octavo.Compiler.Import;
using Octavo.Generator.Tests.Support;
using Xunit;

namespace Octavo.Generator.Tests.Import;

/// <summary>Networks from public repositories import into valid graphs.</summary>
public sealed class SharedNetworkTests
{
    [SkippableTheory]
    [InlineData("kws_m_qdq", true)]
    [InlineData("kws_m_qoperator", false)]
    [InlineData("mobilenet_v1_05_128_u8", false)]
    [InlineData("mobilenet_v2_244_qdq", true)]
    [InlineData("shufflenet_v2_qoperator", false)]
    [InlineData("mlp_tanh_qdq", false)]
    [InlineData("kws_m_float", false)]
    [InlineData("face_rfb320_float", false)]
    [InlineData("face_yunet_float", false)]
    [InlineData("fastestdet_float", false)]
    [InlineData("super_resolution_float", true)]
    [InlineData("mnist_float", false)]
    public void Imports(string name, bool symbolicBatch)
    {
        Skip.IfNot(SharedData.IsPresent, SharedData.Absent);

        ImportedModel model = Import(name);

        Verifier.Verify(model.Graph, "import");
        Assert.Empty(model.Problems);
        Assert.Equal(symbolicBatch, model.Graph.HasSymbolicBatch);
    }

    private static ImportedModel Import(string name)
    {
        byte[] bytes = File.ReadAllBytes(SharedData.Path("models", name, "model.onnx"));
        return OnnxImporter.Import(new ModelSource("model.onnx", bytes), new CompilerOptions("Model"));
    }
}
