"""重大项目社会稳定风险评估工作台 / Workbench for the social-stability risk assessment of major projects."""

__version__ = "0.1.0"
