using System;
using System.Linq;
using Microsoft.CodeAnalysis;
using Octavo.Compiler;
using Octavo.Generator.Models;
using Octavo.Generator.Roslyn;
using Octavo.Generator.Tests.Support;
using Xunit;

namespace Octavo.Generator.Tests.Generator;

public sealed class RefusalTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("ClassName", "my-net")]
    [InlineData("ClassName", "class")]
    [InlineData("ClassName", "record")]
    [InlineData("ClassName", "Net { } class Evil")]
    [InlineData("Namespace", "Shop..Vision")]
    [InlineData("Namespace", "Shop.1")]
    [InlineData("Namespace", "namespace")]
    public void A_name_that_is_no_identifier_is_an_invalid_option(string metadata, string value)
    {
        var diagnostic = Single(new GeneratorRun().File(_folder.Write("net.onnx", [0]), "", (metadata, value)).Run());
        Assert.Equal("OCT009", diagnostic.Id);
        Assert.Contains($"'{value}'", diagnostic.GetMessage());
    }

    [Fact]
    public void A_descriptor_of_another_version_is_an_invalid_option() =>
        Assert.Equal("OCT009", Single(new GeneratorRun().File(_folder.PathOf("Net.octavo"), "octavo model 0\n").Run()).Id);

    [Fact]
    public void A_model_that_does_not_exist_is_malformed()
    {
        var diagnostic = Single(new GeneratorRun().File(_folder.PathOf("absent.onnx")).Run());
        Assert.Equal("OCT005", diagnostic.Id);
        Assert.Contains("absent.onnx", diagnostic.GetMessage());
    }

    [Fact]
    public void A_model_that_is_not_the_one_described_is_stale()
    {
        string path = _folder.Write("net.onnx", [1, 2, 3]);
        var described = new ModelDescriptor(path, ModelFile.Sha256([1, 2, 4]), default, new CompilerOptions("Net"));
        string descriptor = _folder.PathOf("Net.octavo");

        var diagnostic = Single(new GeneratorRun().File(descriptor, described.Format(descriptor)).Run());
        Assert.Equal("OCT008", diagnostic.Id);
    }

    [Fact]
    public void A_file_that_is_no_model_is_malformed() =>
        Assert.Equal("OCT005", Single(new GeneratorRun().File(_folder.Write("net.onnx", "version https://git-lfs.github.com/spec/v1")).Run()).Id);

    [Fact]
    public void The_second_model_of_a_class_is_a_name_clash()
    {
        string first = _folder.Write("a/net.onnx", SmallModels.Relu(8));
        string second = _folder.Write("b/net.onnx", SmallModels.Relu(8));

        GeneratorRunResult result = new GeneratorRun().File(first).File(second).Run();
        var diagnostic = Single(result);
        Assert.Equal("OCT007", diagnostic.Id);
        Assert.Contains("The models 'a/net.onnx' and 'b/net.onnx' both become the class", diagnostic.GetMessage(), StringComparison.Ordinal);
        Assert.Equal(second, diagnostic.Location.GetLineSpan().Path);
        Assert.Single(result.GeneratedSources);
    }

    [Fact]
    public void Names_that_differ_in_case_only_clash()
    {
        string first = _folder.Write("a/net.onnx", SmallModels.Relu(8));
        string second = _folder.Write("b/net.onnx", SmallModels.Relu(8));

        GeneratorRunResult result = new GeneratorRun().File(first).File(second, "", ("ClassName", "NET")).Run();
        Assert.Equal("OCT007", Single(result).Id);
    }

    [Fact]
    public void A_class_of_the_same_name_in_another_namespace_is_no_clash()
    {
        string first = _folder.Write("a/net.onnx", SmallModels.Relu(8));
        string second = _folder.Write("b/net.onnx", SmallModels.Relu(8));

        GeneratorRunResult result = new GeneratorRun().File(first).File(second, "", ("Namespace", "Shop.Other")).Run();
        Assert.Equal(["Shop.Net.g.cs", "Shop.Other.Net.g.cs"], result.GeneratedSources.Select(source => source.HintName));
    }


    [Fact]
    public void What_the_compiler_throws_becomes_an_internal_error_on_one_line()
    {
        var model = new ModelDescriptor("/src/net.onnx", "ab", default, new CompilerOptions("Net"));
        ModelResult result = ModelCompilation.Guard(model, () => throw new InvalidOperationException("first\nsecond"));

        var problem = Assert.Single(result.Problems);
        Assert.Equal((ProblemKind.InternalError, ProblemSeverity.Error), (problem.Kind, problem.Severity));
        Assert.Contains("InvalidOperationException: first second at ", problem.Message);
        Assert.DoesNotContain("\n", problem.Message);
        Assert.Null(result.Source);
    }

    [Fact]
    public void Cancellation_is_no_error() => Assert.Throws<OperationCanceledException>(() => ModelCompilation.Guard(
        new ModelDescriptor("/src/net.onnx", "ab", default, new CompilerOptions("Net")), () => throw new OperationCanceledException()));

    [Fact]
    public void A_diagnostic_is_located_in_the_model()
    {
        string path = _folder.Write("net.onnx", [0xff]);
        FileLinePositionSpan location = Single(new GeneratorRun().File(path).Run()).Location.GetLineSpan();
        Assert.Equal((path, 0, 0), (location.Path, location.StartLinePosition.Line, location.StartLinePosition.Character));
    }

    private static Diagnostic Single(GeneratorRunResult result) => Assert.Single(result.Diagnostics);
}
