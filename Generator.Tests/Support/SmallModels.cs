using Octavo.Compiler;
using Octavo.Compiler.Onnx.Schema;

namespace Octavo.Generator.Tests.Support;

/// <summary>The smallest models that say something, for tests of what surrounds the compiler.</summary>
internal static class SmallModels
{
    /// <summary>y = max(x, 0) for x of shape [1, length].</summary>
    public static byte[] Relu(int length) => new OnnxBuilder()
        .Input("x", ElementType.Float32, 1, length)
        .NamedNode("relu", "Relu", ["x"], ["y"])
        .Output("y", ElementType.Float32, 1, length)
        .Build();

    /// <summary>y = x · factor for x of shape [1, length].</summary>
    public static byte[] Scale(Dim length, float factor) => new OnnxBuilder()
        .Input("x", ElementType.Float32, 1, length)
        .Initializer("factor", [1], factor)
        .NamedNode("scale", "Mul", ["x", "factor"], ["y"])
        .Output("y", ElementType.Float32, 1, length)
        .Build();

    /// <summary>y = x + w for x of shape [1, 4], with w in another file.</summary>
    public static byte[] AddExternal(string location)
    {
        OnnxBuilder builder = new OnnxBuilder()
            .Input("x", ElementType.Float32, 1, 4)
            .Initializer("w", [4], 0f, 0f, 0f, 0f)
            .Node("Add", ["x", "w"], ["y"])
            .Output("y", ElementType.Float32, 1, 4);
        TensorProto tensor = builder.Model.Graph.Initializer[0];
        tensor.ClearRawData();
        tensor.DataLocation = TensorProto.Types.DataLocation.External;
        tensor.ExternalData.Add(new StringStringEntryProto { Key = "location", Value = location });
        return builder.Build();
    }
}
