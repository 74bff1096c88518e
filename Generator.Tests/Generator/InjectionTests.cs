using System;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Octavo.Compiler;
using Octavo.Generator.Tests.Support;
using Octavo.Harness;
using Xunit;

namespace Octavo.Generator.Tests.Generator;

/// <summary>Names in a model are untrusted. Whatever they hold, the generated class compiles, computes, and contains none of it as code.</summary>
public class InjectionTests
{
    public static TheoryData<string> Names =>
    [
        "x\"; System.Environment.Exit(1); //",
        "x\\\"; System.Environment.Exit(1); //",
        "*/ System.Environment.Exit(1); /*",
        "</summary> System.Environment.Exit(1); <summary>",
        "x\nSystem.Environment.Exit(1);\n//",
        "x\r\n#error Exit\r\n",
        "x\u0085System.Environment.Exit(1);",
        "x\u2028System.Environment.Exit(1);\u2029",
        "\"\"\" + System.Environment.Exit(1) + \"\"\"",
        "{System.Environment.Exit(1)}",
        "}} System.Environment.Exit(1); {{",
        "class",
        "",
        "1",
        "Infer",
        "weights",
        "\ud800",
    ];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_name_is_never_code(string name)
    {
        var builder = new OnnxBuilder()
            .Input(name + "x", ElementType.Float32, name + "N", 4)
            .Initializer(name + "w", [4], 1f, 2f, 3f, 4f)
            .NamedNode(name, "Add", [name + "x", name + "w"], [name + "t"])
            .NamedNode(name + "2", "Relu", [name + "t"], [name + "y"])
            .Output(name + "y", ElementType.Float32, name + "N", 4);
        builder.Model.Graph.Name = name;
        builder.Model.ProducerName = name;
        builder.Model.ProducerVersion = name;

        using var network = CompiledNetwork.Load(new ModelSource(name + ".onnx", builder.Build()));
        Assert.Equal([2f, 0f, 4f, 5f], (float[])network.Run(new[] { 1f, -9f, 1f, 1f }).Single());

        SyntaxNode code = CSharpSyntaxTree.ParseText(network.Source).GetRoot();
        Assert.DoesNotContain(code.DescendantTokens(), token => token.IsKind(SyntaxKind.IdentifierToken) && token.ValueText == "Exit");
        Assert.DoesNotContain(code.DescendantTrivia(), trivia => trivia.IsDirective && trivia.ToString().Contains("Exit", StringComparison.Ordinal));
    }
}
