using System;
using System.Linq;
using Octavo.Compiler;
using Octavo.Compiler.Reference;
using Octavo.Generator.Tests.Support;
using Xunit;

namespace Octavo.Generator.Tests.Import;

/// <summary>Results whose length depends on the data are as long as they can be, and another output says how much was found.</summary>
public sealed class FindingTests
{
    [Fact]
    public void The_count_is_an_output_of_its_own()
    {
        Graph graph = Importing.Graph(Suppression().Output("selected", ElementType.Int64));
        Assert.Equal(["selected", "selected_count"], graph.Outputs.Select(o => o.Name));
        Assert.Equal([new Shape(2, 3), Shape.Scalar], graph.Outputs.Select(o => o.Value.Shape));

        // The second box lies upon the first; the third is apart.
        TensorData boxes = TensorData.Floats(new Shape(1, 3, 4), 0, 0, 1, 1, 0, 0.1f, 1, 1.1f, 5, 5, 6, 6), scores = TensorData.Floats(new Shape(1, 1, 3), 0.9f, 0.8f, 0.7f);
        TensorData[] found = [.. Evaluator.Run(graph, [boxes, scores])];
        Assert.Equal([0, 0, 0, 0, 0, 2], found[0].ToInts());
        Assert.Equal([2], found[1].ToInts());
    }

    [Fact]
    public void What_moves_a_result_or_reads_its_elements_shares_its_count()
    {
        Graph graph = Importing.Graph(Suppression()
            .Scalar("column", 2L)
            .Initializer("shape", [3, 4], Enumerable.Range(0, 12).Select(i => (float)i).ToArray())
            .Node("Gather", ["selected", "column"], ["indices"], ("axis", 1))
            .Node("Gather", ["shape", "indices"], ["rows"], ("axis", 0))
            .Node("Neg", ["rows"], ["negated"])
            .Node("Transpose", ["negated"], ["columns"])
            .Output("columns"));
        Assert.Equal(["columns", "columns_count"], graph.Outputs.Select(o => o.Name));
        Assert.Equal(new Shape(4, 2), graph.Outputs[0].Value.Shape);
    }

    [Theory]
    [InlineData("ReduceSum")]
    [InlineData("Shape")]
    public void What_mixes_what_was_found_with_the_rest_is_refused(string op) => Assert.Contains(
        "depends on the data",
        Importing.Refused(Suppression().Node(op, ["selected"], ["y"]).Output("y", ElementType.Int64)).Message,
        StringComparison.Ordinal);

    [Fact]
    public void What_is_found_in_constants_has_its_length()
    {
        Graph graph = Importing.Graph(new OnnxBuilder()
            .Input("x", ElementType.Float32, 3, 2)
            .Initializer("c", [3], false, true, true)
            .Node("NonZero", ["c"], ["places"])
            .Node("Compress", ["x", "c"], ["y"], ("axis", 0))
            .Output("places", ElementType.Int64)
            .Output("y"));
        Assert.Equal(["places", "y"], graph.Outputs.Select(o => o.Name));
        Assert.Equal([1, 2], graph.Outputs[0].Value.Data!.ToInts());
        Assert.Equal(new Shape(2, 2), graph.Outputs[1].Value.Shape);
    }

    private static OnnxBuilder Suppression() => new OnnxBuilder()
        .Input("boxes", ElementType.Float32, 1, 3, 4)
        .Input("scores", ElementType.Float32, 1, 1, 3)
        .Scalar("most", 2L)
        .Scalar("overlap", 0.5f)
        .Node("NonMaxSuppression", ["boxes", "scores", "most", "overlap"], ["selected"]);
}
