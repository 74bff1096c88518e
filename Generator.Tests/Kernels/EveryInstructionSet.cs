using System;
using System.Collections.Generic;
using System.Linq;
using Octavo.Runtime;
using Xunit;

namespace Octavo.Generator.Tests.Kernels;

/// <summary>Theory data: all instruction sets, or all of them times a list of named cases.</summary>
public static class EveryInstructionSet
{
    public static IEnumerable<object[]> Alone() => Enum.GetValues<InstructionSet>().Select(set => new object[] { set });

    public static IEnumerable<object[]> Times(IEnumerable<string> names) => names.SelectMany(name => Enum.GetValues<InstructionSet>().Select(set => new object[] { name, set }));

    public static void SkipUnlessSupported(InstructionSet set) => Skip.IfNot(InstructionSets.IsSupported(set), $"This processor lacks {set}.");
}
