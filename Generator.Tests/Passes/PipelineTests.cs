using System.Linq;
using Octavo.Compiler.Passes;
using Xunit;

namespace Octavo.Generator.Tests.Passes;

public sealed class PipelineTests
{
    [Fact]
    public void Names_are_distinct() => Assert.Equal(Pipeline.Names.Count, Pipeline.Names.Distinct().Count());
}
