using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Octavo.Compiler;
using Octavo.Compiler.Onnx.Schema;
using Octavo.Generator.Tests.Support;
using Xunit;

namespace Octavo.Generator.Tests.Import;

/// <summary>Constants in files beside the model, and only there.</summary>
public sealed class ExternalDataTests
{
    private static readonly byte[] File = Enumerable.Range(0, 32).Select(i => (byte)i).ToArray();

    [Fact]
    public void Reads_a_range_of_a_file_beside_the_model()
    {
        Graph graph = Importing.Import(Model("weights.bin", ("offset", "4"), ("length", "8")), siblings: Sibling).Graph;

        Assert.Equal(File[4..12], graph.Outputs[0].Value.Data!.Bytes);
    }

    [Theory]
    [InlineData("data/weights.bin")]
    [InlineData("weights..bin")]
    public void Names_inside_the_folder_are_asked_for(string location)
    {
        var asked = new List<string>();

        Importing.Import(Model(location), siblings: name =>
        {
            asked.Add(name);
            return File;
        });

        Assert.Equal([location], asked);
    }

    [Theory]
    [InlineData("/etc/passwd")]
    [InlineData("../secret.bin")]
    [InlineData("data/../../secret.bin")]
    [InlineData("data\\..\\..\\secret.bin")]
    [InlineData("C:secret.bin")]
    [InlineData("\\\\server\\share")]
    [InlineData("data//weights.bin")]
    [InlineData(".. /secret.bin")]
    [InlineData("...")]
    [InlineData("a\0b")]
    [InlineData("")]
    public void Names_outside_the_folder_are_refused_unread(string location)
    {
        Problem problem = Importing.Refused(Model(location), siblings: _ => throw new InvalidOperationException("must not be asked"));

        Assert.Equal(ProblemKind.MalformedModel, problem.Kind);
    }

    [Theory]
    [InlineData("28", "8")]
    [InlineData("9223372036854775807", "8")]
    [InlineData("-4", "8")]
    [InlineData("four", "8")]
    [InlineData("0", "12")]
    public void Ranges_that_do_not_fit_are_refused(string offset, string length)
    {
        Problem problem = Importing.Refused(Model("weights.bin", ("offset", offset), ("length", length)), siblings: Sibling);

        Assert.Equal(ProblemKind.MalformedModel, problem.Kind);
    }

    [Fact]
    public void A_missing_file_is_one_problem_however_many_constants_it_holds()
    {
        OnnxBuilder model = Model("weights.bin");
        TensorProto second = model.Model.Graph.Initializer[0].Clone();
        second.Name = "d";
        model.Model.Graph.Initializer.Add(second);
        model.Node("Relu", ["d"], ["z"]).Output("z");

        Problem problem = Importing.Refused(model, siblings: _ => null);

        Assert.Equal(ProblemKind.MissingExternalData, problem.Kind);
        Assert.Contains("'weights.bin'", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unreadable_file_is_missing() =>
        Assert.Equal(ProblemKind.MissingExternalData, Importing.Refused(Model("weights.bin"), siblings: _ => throw new IOException("locked")).Kind);

    private static byte[]? Sibling(string name) => name == "weights.bin" ? File : null;

    private static OnnxBuilder Model(string location, params (string Key, string Value)[] entries)
    {
        var tensor = new TensorProto { Name = "c", DataType = 1, DataLocation = TensorProto.Types.DataLocation.External };
        tensor.Dims.Add(2);
        tensor.ExternalData.Add(new StringStringEntryProto { Key = "location", Value = location });
        tensor.ExternalData.Add(entries.Select(e => new StringStringEntryProto { Key = e.Key, Value = e.Value }));
        OnnxBuilder builder = new OnnxBuilder().Node("Identity", ["c"], ["y"]).Output("y");
        builder.Model.Graph.Initializer.Add(tensor);
        return builder;
    }
}
