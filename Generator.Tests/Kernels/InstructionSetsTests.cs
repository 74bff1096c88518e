using Octavo.Runtime;
using Xunit;

namespace Octavo.Generator.Tests.Kernels;

public sealed class InstructionSetsTests
{
    [Fact]
    public void TheBestAvailableOneIsCurrentUnlessForced() => Assert.Equal(InstructionSets.Available[0], InstructionSets.Select(null, out _));

    [Fact]
    public void ScalarIsAlwaysTheLastResort() => Assert.Equal(InstructionSet.Scalar, InstructionSets.Available[^1]);

    [Fact]
    public void AForcedOneIsTaken()
    {
        Assert.Equal(InstructionSet.Scalar, InstructionSets.Select("scalar", out string? problem));
        Assert.Null(problem);
    }

    [Fact]
    public void AnUnknownOneIsNamed()
    {
        InstructionSets.Select("Mmx", out string? problem);
        Assert.Contains("'Mmx'", problem);
        Assert.Contains("Avx2", problem);
    }

    [Fact]
    public void AMissingOneIsNamed()
    {
        InstructionSet missing = InstructionSets.IsSupported(InstructionSet.AdvSimd) ? InstructionSet.Avx2 : InstructionSet.AdvSimd;
        InstructionSets.Select(missing.ToString(), out string? problem);
        Assert.Contains($"{missing}, which this processor lacks", problem);
    }
}
