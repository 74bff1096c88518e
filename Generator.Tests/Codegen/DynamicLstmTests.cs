using System;
using System.Linq;
using Octavo.Compiler;
using Octavo.Compiler.Import;
using Octavo.Compiler.Passes;
using Octavo.Generator.Tests.Support;
using Octavo.Runtime;
using Xunit;

namespace Octavo.Generator.Tests.Codegen;

/// <summary>LSTMs quantized at run time: generated code gives the reference's bits, through codes only.</summary>
public sealed class DynamicLstmTests
{
    private static readonly DynamicLstmModel large = new("bidirectional", Signed: false, PerColumn: true) { Steps = 6, Items = 3, Inputs = 21, Hidden = 37, Peepholes = true, Lengths = [6, 2, 3] };

    public static TheoryData<InstructionSet> InstructionSetsOfThisProcessor =>
        new(Enum.GetValues<InstructionSet>().Where(InstructionSets.IsSupported));

    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    [InlineData(37)]
    [InlineData(64)]
    public void One_product_of_all_inputs_and_one_layer_for_the_steps(int hidden)
    {
        var model = new DynamicLstmModel("forward", Signed: true, PerColumn: true) { Hidden = hidden, Items = 1, Inputs = 21, Steps = 5 };
        Assert.Equal(["range", "quantize dynamically", $"dense 21->{4 * hidden} rows 5", $"lstm {hidden} steps 5"], ModelRun.MatchesReference(model.Build(), model.X));
    }

    [Fact]
    public void Both_directions_share_the_codes_of_the_input()
    {
        string[] kernels = ModelRun.MatchesReference(large.Build(), large.X);
        Assert.Single(kernels, k => k == "quantize dynamically");
        Assert.Equal("lstm 37 times 2 steps 6 items 3", kernels[^1]);
    }

    [Theory]
    [InlineData(3, -7)]
    [InlineData(127, -128)]
    public void Zero_points_that_leave_the_weights_no_room_count_at_run_time(int w, int r)
    {
        DynamicLstmModel model = new("forward", Signed: true, PerColumn: false) { Hidden = 9, ZeroPoints = (w, r), LastOnly = true, Lengths = [3, 1] };
        ModelRun.MatchesReference(model.Build(), model.X);
    }

    [Fact]
    public void Lengths_may_be_known_at_run_time_only()
    {
        DynamicLstmModel model = large with { LengthsAtRunTime = true };
        ModelRun.MatchesReference(model.Build(), model.X, TensorData.Ints(new Shape(3), 1, 4, 0));
    }

    [Theory]
    [MemberData(nameof(InstructionSetsOfThisProcessor))]
    public void Every_instruction_set_gives_the_same_bits(InstructionSet set)
    {
        Graph graph = OnnxImporter.Import(large.Build().Source(), Lowered.Options).Graph;
        Pipeline.Run(graph);
        Lowered.AssertMatchesReference(graph, set.ToString(), large.X);
    }
}
