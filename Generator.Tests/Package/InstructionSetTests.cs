using System.Linq;
using Octavo.Generator.Tests.Support;
using Octavo.Harness;
using Xunit;

namespace Octavo.Generator.Tests.Package;

/// <summary>The native compiler's baseline, which the package's targets choose when the user has not.</summary>
[Trait("Category", "Package")]
public class InstructionSetTests
{
    [Theory]
    [InlineData("x86-x64-v3", "TargetFramework=net9.0", "PublishAot=true", "RuntimeIdentifier=linux-x64")]
    [InlineData("x86-64-v3", "TargetFramework=net10.0", "PublishAot=true", "RuntimeIdentifier=win-x64")]
    [InlineData("native", "TargetFramework=net9.0", "PublishAot=true", "RuntimeIdentifier=linux-x64", "IlcInstructionSet=native")]
    [InlineData("", "TargetFramework=net9.0", "PublishAot=true", "RuntimeIdentifier=linux-x64", "OctavoSetInstructionSet=false")]
    [InlineData("", "TargetFramework=net9.0", "PublishAot=true", "RuntimeIdentifier=linux-arm64")]
    [InlineData("", "TargetFramework=net9.0", "RuntimeIdentifier=linux-x64")]
    public void Programs_for_x64_are_compiled_for_avx2_unless_told_otherwise(string expected, params string[] properties)
    {
        using var folder = new TemporaryFolder();
        folder.Write("app.proj", $"""<Project><Import Project="{Repository.PathOf("Generator", "build", "Octavo.targets")}" /></Project>""");

        CommandResult result = Dotnet.Run(folder.Root, ["msbuild", "app.proj", "-getProperty:IlcInstructionSet", .. properties.Select(property => "-p:" + property)]);
        Assert.Equal(expected, result.Succeeded().Output.Trim());
    }
}
