using Octavo.Generator.Models;
using Xunit;

namespace Octavo.Generator.Tests.Generator;

public class DefaultNamesTests
{
    [Theory]
    [InlineData("mobilenet_v2", "MobilenetV2")]
    [InlineData("MobileNetV2", "MobileNetV2")]
    [InlineData("resnet50-v1.5.int8", "Resnet50V15Int8")]
    [InlineData("2-heads", "_2Heads")]
    [InlineData("class", "Class")]
    [InlineData("---", "Model")]
    [InlineData("größe 1", "Größe1")]
    [InlineData("x\"; System.Environment.Exit(1); \"", "XSystemEnvironmentExit1")]
    public void A_class_is_named_after_its_file(string fileName, string expected) => Assert.Equal(expected, DefaultNames.ClassOf(fileName));

    [Theory]
    [InlineData("Shop.Vision", "Shop.Vision")]
    [InlineData("my-app", "my_app")]
    [InlineData("2048.App", "_2048.App")]
    [InlineData("..", "")]
    [InlineData("", "")]
    public void A_root_namespace_is_made_valid(string rootNamespace, string expected) => Assert.Equal(expected, DefaultNames.NamespaceOf(rootNamespace));
}
